import { test } from '@japa/runner'
import { asOwner } from '#tests/support/database'
import { createCustomer, mobile } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { fetchedBy } from '#tests/functional/receipts/counter'

test.group('Attempts to pay | The list', (group) => {
  let isp: Isp
  let owner: Visitor
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
    await isp.inside(() => createCustomer(1, 'Rahima Khatun'))
    await asOwner(`
      set search_path = ${isp.tenant.schema};
      insert into payment_intents (reference, customer_id, mobile, offer, gateway, amount_minor, currency, state, return_token, expires_at, created_at, paid_at, gateway_transaction)
        values ('REF-1', 1, '${mobile(1)}', '{"name": "=1+1"}', 'bkash', 15000, 'BDT', 'paid', 'x', now(), '2026-03-01 18:00Z', '2026-03-01 18:01Z', 'BFD1'),
               ('REF-2', 1, '${mobile(1)}', '{"name": "Day Pass"}', 'bkash', 3000, 'BDT', 'paid', 'x', now(), '2026-03-02 18:00Z', '2026-03-02 18:01Z', 'BFD2'),
               ('REF-3', 1, '${mobile(1)}', '{"name": "Day Pass"}', 'bkash', 3001, 'BDT', 'failed', 'x', now(), '2026-03-03 18:00Z', null, null);
      insert into customer_payments (customer_id, intent_id, method, package_name, amount_minor, currency, undone_at)
        values (1, 1, 'bkash', '=1+1', 15000, 'BDT', null), (1, 2, 'bkash', 'Day Pass', 3000, 'BDT', now());
    `)
  })

  test('{title}')
    .with([
      { title: 'newest first', query: '', shown: [3, 2, 1] },
      { title: 'oldest first', query: 'order=oldest', shown: [1, 2, 3] },
      { title: 'largest first', query: 'order=largest', shown: [1, 3, 2] },
      {
        title: 'of a day of the ISP’s calendar',
        query: 'from=2026-03-02&to=2026-03-02',
        shown: [1],
      },
      { title: 'of a state', query: 'state=paid', shown: [2, 1] },
      { title: 'beyond the end it is the last page', query: 'page=7', shown: [3, 2, 1] },
    ])
    .run(async ({ assert }, { query, shown }) => {
      const { body } = await owner.get(`/dashboard/payments?lang=en&${query}`)
      const found = [...body.matchAll(/href="\/dashboard\/payments\/(\d+)"/g)]
      assert.deepEqual(
        found.map(([, id]) => Number(id)),
        shown
      )
    })

  test('each that was paid has its receipt, and one that was undone says so', async ({
    assert,
  }) => {
    const { body } = await owner.get('/dashboard/payments?lang=en')
    const receipts = [...body.matchAll(/\/dashboard\/payments\/(\d)\/receipt\.pdf/g)]
    assert.deepEqual(
      receipts.map(([, id]) => Number(id)),
      [2, 1]
    )
    assert.lengthOf([...text(body).matchAll(/Paid Undone/g)], 1)
    for (const [, id] of receipts) {
      const { status, octets } = await fetchedBy(owner, `/dashboard/payments/${id}/receipt.pdf`)
      assert.equal(status, 200)
      assert.match(octets.toString('latin1'), /^%PDF/)
    }
  })

  test('the file says the same, in the ISP’s time and safe to open', async ({ assert }) => {
    const { octets } = await fetchedBy(owner, '/dashboard/payments.csv?lang=en')
    const [, third, second, first] = octets.toString('utf8').trim().split('\r\n')
    assert.equal(
      third,
      `REF-3,2026-03-04 00:00:00,Failed,'${mobile(1)},Day Pass,30.01,BDT,bkash,,,`
    )
    assert.match(second ?? '', /^REF-2,2026-03-03 00:00:00,Undone,.*,[A-Z]+-000002$/)
    assert.match(
      first ?? '',
      /^REF-1,2026-03-02 00:00:00,Paid,[^,]*,'=1\+1,150\.00,BDT,bkash,BFD1,2026-03-02 00:01:00,[A-Z]+-000001$/
    )
  })
})

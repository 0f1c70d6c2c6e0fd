import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { parseCsv } from '#core/csv'
import CustomerPayment from '#payments/customer_payment'
import Activity from '#tenancy/activity/activity'
import { asOwner } from '#tests/support/database'
import { createCustomer, mobile } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { fetchedBy, soldForCash } from '#tests/functional/receipts/counter'
import { readPdf } from '#tests/unit/receipts/read_pdf'

const UNDONE = {
  undoneAt: DateTime.utc(),
  undoneByName: '=HYPERLINK("http://evil")',
  undoReason: 'Wrong, "very" wrong',
}

const numbersIn = (body: string) =>
  [...body.matchAll(/href="\/dashboard\/receipts\/(\d+)\.pdf"/g)].map(([, id]) => Number(id))

async function csvBy(visitor: Visitor, path: string): Promise<string[][]> {
  const { status, octets } = await fetchedBy(visitor, path)
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  return parseCsv(octets.toString('utf8')).map(({ cells }) => cells)
}

test.group('Payments received | The list', (group) => {
  let isp: Isp
  let owner: Visitor
  let ids: number[]
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
    const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })
    /** Dhaka is six hours ahead: the first two are of 2 March there. */
    const sales = [
      await soldForCash(isp, 1, { paidAt: at('2026-03-01T18:00:00'), amountMinor: 5000 }),
      await soldForCash(isp, 2, { paidAt: at('2026-03-02T17:59:59'), amountMinor: 100 }),
      await soldForCash(isp, 3, { paidAt: at('2026-03-02T18:00:00'), method: 'bkash' }),
      await soldForCash(isp, 4, { paidAt: at('2026-03-04T06:00:00'), ...UNDONE }),
    ]
    ids = sales.map(({ payment }) => payment.id)
  })

  const which = (body: string) => numbersIn(body).map((id) => ids.indexOf(id) + 1)

  test('{title}')
    .with([
      { title: 'newest first', query: '', shown: [4, 3, 2, 1] },
      { title: 'oldest first', query: 'order=oldest', shown: [1, 2, 3, 4] },
      { title: 'largest first', query: 'order=largest', shown: [1, 4, 3, 2] },
      { title: 'of one way to pay', query: 'method=bkash', shown: [3] },
      { title: 'what was undone', query: 'state=undone', shown: [4] },
      { title: 'what stands', query: 'state=standing', shown: [3, 2, 1] },
      {
        title: 'of one day of the ISP’s calendar',
        query: 'from=2026-03-02&to=2026-03-02',
        shown: [2, 1],
      },
      { title: 'from a day on', query: 'from=2026-03-03', shown: [4, 3] },
      { title: 'up to a day', query: 'to=2026-03-01', shown: [] },
      {
        title: 'of a period that ends before it begins',
        query: 'from=2026-04-01&to=2026-03-01',
        shown: [],
      },
      { title: 'of a day that is none', query: 'from=2026-02-31', shown: [4, 3, 2, 1] },
      { title: 'of one number', query: `q=${mobile(2).slice(3)}`, shown: [2] },
      {
        title: 'all filters at once',
        query: 'method=cash&state=standing&order=oldest&from=2026-03-02&q=8801',
        shown: [1, 2],
      },
      { title: 'beyond the end it is the last page', query: 'page=9', shown: [4, 3, 2, 1] },
    ])
    .run(async ({ assert }, { query, shown }) => {
      const { status, body } = await owner.get(`/dashboard/receipts?lang=en&${query}`)
      assert.equal(status, 200)
      assert.deepEqual(which(body), shown)
      if (shown.length === 0) assert.include(text(body), 'Nothing matches')
    })

  test('what was undone says so on the list, on its receipt, in the file and at the customer', async ({
    assert,
  }) => {
    const list = await owner.get('/dashboard/receipts?lang=en&state=undone')
    assert.match(text(list.body), /[A-Z]+-000004 Undone/)
    const { octets } = await fetchedBy(owner, `/dashboard/receipts/${ids[3]}.pdf?lang=en`)
    const [page] = readPdf(octets).pages
    assert.include(page?.text.replaceAll('|', ''), 'UNDONE')

    const [head = [], line = []] = await csvBy(
      owner,
      '/dashboard/receipts.csv?lang=en&state=undone'
    )
    const told = Object.fromEntries(head.map((name, at) => [name, line[at]]))
    assert.equal(told['State'], 'Undone')
    assert.equal(told['Reason'], UNDONE.undoReason)

    const { customerId } = await isp.inside(() => CustomerPayment.findOrFail(ids[3]))
    const customer = await owner.get(`/dashboard/customers/${customerId}?lang=en`)
    assert.deepEqual(which(customer.body), [4])
    assert.match(text(customer.body), /[A-Z]+-000004 Undone/)
  })

  test('the file has the list’s filters, the ISP’s time, and nothing that a spreadsheet runs', async ({
    assert,
  }) => {
    const path = '/dashboard/receipts.csv?lang=en&from=2026-03-02&to=2026-03-02'
    const { headers, octets } = await fetchedBy(owner, path)
    assert.match(String(headers['content-type']), /^text\/csv; charset=utf-8/)
    assert.include(headers['content-disposition'], `receipts-${isp.tenant.slug}.csv`)
    assert.include(headers['cache-control'], 'no-store')
    const [, ...lines] = octets.toString('utf8').trim().split('\r\n')
    assert.lengthOf(lines, 2)
    assert.match(
      lines[0] ?? '',
      /^[A-Z]+-000002,2026-03-02 23:59:59,Valid,'\+8801700000002,Rahima Khatun,Day Pass,Cash,1\.00,0\.00,0\.00,BDT,,Karim Mia,,,$/
    )
    const all = await fetchedBy(owner, '/dashboard/receipts.csv')
    assert.include(all.octets.toString('utf8'), `"'=HYPERLINK(""http://evil"")"`)
  })

  test('in Bangla, too', async ({ assert }) => {
    const [head] = await csvBy(owner, '/dashboard/receipts.csv?lang=bn')
    assert.include(head, 'রসিদ')
    await owner.get('/dashboard/receipts?lang=en')
  })

  test('{role} {verb} take numbers out of the house, and it is written down')
    .with([
      { role: 'manager' as const, verb: 'may', status: 200 },
      { role: 'cashier' as const, verb: 'may not', status: 403 },
      { role: 'support' as const, verb: 'may not', status: 403 },
    ])
    .run(async ({ assert }, { role, status }) => {
      const visitor = await operatorOf(isp, role)
      const acts = () =>
        isp.inside(() => Activity.query().whereLike('action', '%.exported').orderBy('id'))
      const { length: before } = await acts()
      for (const file of ['receipts.csv', 'payments.csv']) {
        assert.equal((await fetchedBy(visitor, `/dashboard/${file}`)).status, status, file)
      }
      const { body } = await visitor.get('/dashboard/receipts')
      assert.equal(body.includes('/dashboard/receipts.csv'), status === 200)
      const written = (await acts()).slice(before).map(({ action }) => action)
      assert.deepEqual(written, status === 200 ? ['receipt.exported', 'payment.exported'] : [])
    })

  test('another ISP’s file holds nothing of it', async ({ assert }) => {
    const other = await operatorOf(await openIsp({ gateways: false }))
    for (const file of ['receipts.csv', 'payments.csv'])
      assert.lengthOf(await csvBy(other, `/dashboard/${file}`), 1, 'the head alone')
    assert.include(text((await other.get('/dashboard/receipts')).body), 'No receipts yet')
  })
})

test.group('Payments received | Many', () => {
  test('every payment is in the file once, however many batches it takes', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(isp)
    const many = 2345
    await isp.inside(() => createCustomer(1, 'Rahima Khatun'))
    await asOwner(`
      set search_path = ${isp.tenant.schema};
      insert into customer_payments (customer_id, method, package_name, amount_minor, currency)
        select 1, 'cash', 'Day Pass', n, 'BDT' from generate_series(1, ${many}) n;
      insert into payment_intents (reference, customer_id, mobile, offer, gateway, amount_minor, currency, state, return_token, expires_at)
        select 'REF-' || n, 1, '${mobile(1)}', '{"name": "Day Pass"}', 'bkash', n, 'BDT', 'expired', 'x', now()
          from generate_series(1, ${many}) n;
    `)
    for (const [file, first] of [
      ['receipts.csv', /^[A-Z]+-0*/],
      ['payments.csv', /^REF-/],
    ] as const) {
      const [, ...lines] = await csvBy(owner, `/dashboard/${file}`)
      assert.deepEqual(
        lines.map(([cell = '']) => Number(cell.replace(first, ''))),
        Array.from({ length: many }, (_, n) => many - n),
        file
      )
    }
    const last = await owner.get('/dashboard/receipts?lang=en&page=47')
    assert.lengthOf(numbersIn(last.body), many - 46 * 50)
    assert.include(text(last.body), 'Page 47 of 47')
  })
})

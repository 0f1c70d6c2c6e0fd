import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { parseCsv } from '#core/csv'
import Activity from '#tenancy/activity/activity'
import { createCustomer, mobile } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { noted } from '#tests/functional/messaging/noted'
import { fetchedBy } from '#tests/functional/receipts/counter'

const LIST = '/dashboard/messages'

let isp: Isp
let owner: Visitor

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })

const shownIn = (body: string) =>
  [...body.matchAll(/Text (\d+)\s*</g)].map(([, n]) => Number(n)).toSorted()

test.group('SMS history | The list', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
    const customer = await isp.inside(() => createCustomer(3, 'Rahima Khatun'))
    const cost = { costMicros: 710_000, costCurrency: 'BDT' }
    /** Dhaka is six hours ahead: the first two are of 2 March there. */
    await noted(isp, 1, { createdAt: at('2026-03-01T18:00:00'), segments: 2, ...cost })
    await noted(isp, 2, {
      createdAt: at('2026-03-02T17:59:59'),
      provider: 'twilio',
      ...cost,
      costCurrency: 'USD',
    })
    await noted(isp, 3, {
      createdAt: at('2026-03-02T18:00:00'),
      customerId: customer.id,
      event: 'suspended',
    })
    await noted(isp, 4, {
      createdAt: at('2026-03-04T06:00:00'),
      provider: null,
      status: 'failed',
      error: 'no_gateway',
      body: '=HYPERLINK("http://evil") Text 4',
    })
  })

  test('{title}')
    .with([
      { title: 'everything', query: '', shown: [1, 2, 3, 4] },
      { title: 'of one state', query: 'status=failed', shown: [4] },
      { title: 'of one occasion', query: 'event=suspended', shown: [3] },
      { title: 'through one provider', query: 'provider=twilio', shown: [2] },
      { title: 'to one number as people write it', query: 'q=01700-000002', shown: [2] },
      { title: 'to a part of a number', query: 'q=0000001', shown: [1] },
      { title: 'to one customer', query: 'customer=1', shown: [3] },
      {
        title: 'of one day of the ISP’s calendar',
        query: 'from=2026-03-02&to=2026-03-02',
        shown: [1, 2],
      },
      {
        title: 'all filters at once',
        query: 'provider=bulksmsbd&status=sent&from=2026-03-03',
        shown: [3],
      },
      { title: 'of nobody', query: 'customer=999', shown: [] },
    ])
    .run(async ({ assert }, { query, shown }) => {
      const { status, body } = await owner.get(`${LIST}?lang=en&${query}`)
      assert.equal(status, 200)
      assert.deepEqual(shownIn(body), shown)
      if (shown.length === 0) assert.match(text(body), /No SMS yet|Nothing matches/)
    })

  test('what was asked for is summed up, by provider and by occasion, each currency apart', async ({
    assert,
  }) => {
    const all = text((await owner.get(`${LIST}?lang=en`)).body)
    assert.include(all, '4 messages, 4 parts sent')
    assert.include(all, 'BDT 0.71 + USD 0.71')
    const some = text((await owner.get(`${LIST}?lang=en&provider=twilio`)).body)
    assert.include(some, 'One message, one part sent USD 0.71')
    assert.notInclude(some, 'BDT')
  })

  test('the file has the list’s filters, the ISP’s time, and nothing that a spreadsheet runs', async ({
    assert,
  }) => {
    const { headers, octets } = await fetchedBy(owner, `${LIST}.csv?lang=en&from=2026-03-02`)
    assert.include(headers['content-disposition'], `sms-${isp.tenant.slug}.csv`)
    const [, ...lines] = parseCsv(octets.toString('utf8')).map(({ cells }) => cells.slice(1))
    assert.deepEqual(
      lines.map(([time, number, , , , , parts, cost, currency]) => [
        time,
        number,
        parts,
        cost,
        currency,
      ]),
      [
        ['2026-03-04 12:00:00', mobile(4), '1', '', ''],
        ['2026-03-03 00:00:00', mobile(3), '1', '', ''],
        ['2026-03-02 23:59:59', mobile(2), '1', '0.71', 'USD'],
        ['2026-03-02 00:00:00', mobile(1), '2', '0.71', 'BDT'],
      ]
    )
    assert.include(octets.toString('utf8'), `"'=HYPERLINK(""http://evil"") Text 4"`)
    const written = await isp.inside(() => Activity.query().where('action', 'message.exported'))
    assert.lengthOf(written, 1)
  })

  test('a cashier takes no numbers out of the house', async ({ assert }) => {
    const cashier = await operatorOf(isp, 'cashier')
    assert.equal((await fetchedBy(cashier, `${LIST}.csv`)).status, 403)
    assert.notInclude((await cashier.get(LIST)).body, 'messages.csv')
  })

  test('another ISP sees none of it', async ({ assert }) => {
    const other = await operatorOf(await openIsp({ packages: false, gateways: false }))
    assert.include(text((await other.get(`${LIST}?lang=en`)).body), 'No SMS yet')
    assert.equal((await other.get(`${LIST}/1`)).status, 404)
  })
})

import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { parseCsv } from '#core/csv'
import { Money } from '#core/money'
import { sumTakings } from '#payments/reports/sum_takings'
import { takingsQuery } from '#payments/reports/takings_query'
import Refund from '#payments/refunds/refund'
import Activity from '#tenancy/activity/activity'
import { Tenancy } from '#tenancy/tenancy'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { at, booked, bookedCash, givenBack } from '#tests/functional/reports/books'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const MARCH = 'from=2026-03-01&to=2026-03-31'

const sum = (amounts: readonly number[]) => amounts.reduce((total, each) => total + each, 0)

test.group('Reports | Report, export and rows', (group) => {
  let isp: Isp
  let owner: Visitor
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
    const undone = { undoneAt: at('2026-03-02T11:00:00'), undoReason: 'Wrong customer' }
    await bookedCash(isp, isp.account, { paidAt: at('2026-03-02T10:00:00'), ...undone })
    await bookedCash(isp, isp.account, { paidAt: at('2026-03-03T10:00:00'), amountMinor: 4600 })
    await booked(isp, { paidAt: at('2026-03-03T10:00:00'), method: 'voucher', taxMinor: 0 })
    /** The last second of February and the first of April, as Dhaka counts. */
    await booked(isp, { paidAt: at('2026-02-28T17:59:59') })
    await booked(isp, { paidAt: at('2026-03-31T18:00:00') })
    const paid = await booked(isp, { paidAt: at('2026-03-04T10:00:00'), amountMinor: 10_001 })
    const parts = [3333, 3333, 3335]
    for (const [day, amountMinor] of parts.entries()) {
      await givenBack(isp, paid, { amountMinor, paidAt: at(`2026-03-0${5 + day}T10:00:00`) })
    }
    await givenBack(isp, paid, { refundState: 'asked', paidAt: at('2026-03-08T10:00:00') })
    await booked(isp, { paidAt: at('2026-03-09T10:00:00'), currency: 'KWD', amountMinor: 1 })
  })

  async function exported(query = MARCH): Promise<Record<string, string>[]> {
    const { octets, headers } = await fetchedBy(owner, `/dashboard/reports/money.csv?${query}`)
    if (!String(headers['content-type']).startsWith('text/csv')) throw new Error('No CSV came')
    const [head, ...lines] = parseCsv(octets.toString('utf8'))
    return lines.map(({ cells }) =>
      Object.fromEntries((head?.cells ?? []).map((name, place) => [name, cells[place] ?? '']))
    )
  }

  const minor = (decimal = '', currency = 'BDT') => {
    const size = Money.parse(decimal.replace('-', ''), currency).minor
    return decimal.startsWith('-') ? -size : size
  }

  async function reported() {
    const tenancy = await app.container.make(Tenancy)
    const since = DateTime.fromISO('2026-03-01', { zone: 'Asia/Dhaka' })
    const period = { since: since.toJSDate(), until: since.plus({ months: 1 }).toJSDate() }
    return sumTakings(await isp.inside(() => takingsQuery(tenancy, period)))
  }

  test('the sums of the report are the sums of the export, by way to pay and currency', async ({
    assert,
  }) => {
    const lines = await exported()
    const report = await reported()
    assert.lengthOf(report, 4)
    for (const { method, currency, netMinor, taxMinor, grossMinor } of report) {
      const mine = lines.filter((line) => line.method === method && line.currency === currency)
      const gross = mine.map((line) => minor(line.gross, currency))
      assert.equal(sum(gross), netMinor, `${method} ${currency}`)
      assert.equal(sum(mine.map((line) => minor(line.tax, currency))), taxMinor)
      assert.equal(sum(gross.filter((each) => each > 0)), grossMinor)
    }
    for (const { net, tax, gross, currency } of lines) {
      assert.equal(minor(net, currency) + minor(tax, currency), minor(gross, currency))
    }
  })

  test('and both are the rows: what was sold less what went back', async ({ assert }) => {
    const report = await reported()
    const found = Object.fromEntries(report.map((one) => [`${one.method} ${one.currency}`, one]))
    assert.containSubset(found, {
      'cash BDT': { sales: 2, grossMinor: 16_100, undoneMinor: 11_500, netMinor: 4600 },
      'voucher BDT': { sales: 1, grossMinor: 11_500, taxMinor: 0 },
      'bkash BDT': { sales: 1, grossMinor: 10_001, refundedMinor: 10_001, netMinor: 0 },
      'bkash KWD': { sales: 1, netMinor: 1 },
    })
    assert.equal(found['bkash BDT']?.taxMinor, 0, 'the parts of the tax add up to the whole')
  })

  test('every movement is one line, on its day, of the receipt it belongs to', async ({
    assert,
  }) => {
    const lines = await exported()
    assert.deepEqual(
      lines.map(({ movement, time, gross, currency }) => [movement, time, gross, currency]),
      [
        ['sale', '2026-03-02 16:00:00', '115.00', 'BDT'],
        ['undo', '2026-03-02 17:00:00', '-115.00', 'BDT'],
        ['sale', '2026-03-03 16:00:00', '46.00', 'BDT'],
        ['sale', '2026-03-03 16:00:00', '115.00', 'BDT'],
        ['sale', '2026-03-04 16:00:00', '100.01', 'BDT'],
        ['refund', '2026-03-05 16:00:00', '-33.33', 'BDT'],
        ['refund', '2026-03-06 16:00:00', '-33.33', 'BDT'],
        ['refund', '2026-03-07 16:00:00', '-33.35', 'BDT'],
        ['sale', '2026-03-09 16:00:00', '0.001', 'KWD'],
      ]
    )
    const [sale, undo] = lines
    assert.match(sale?.receipt ?? '', /^[A-Z]+-000001$/)
    assert.equal(undo?.refund_of, sale?.receipt)
    assert.include(undo, { receipt: '', reason: 'Wrong customer', cashier: 'Rahim Uddin' })
    assert.equal(sale?.time_utc, '2026-03-02 10:00:00')
    const refunds = lines.filter(({ movement }) => movement === 'refund')
    assert.deepEqual(
      refunds.map(({ tax }) => tax),
      ['-5.00', '-5.00', '-5.00']
    )
  })

  test('money that was held and never a sale comes in when it goes back', async ({ assert }) => {
    const tenancy = await app.container.make(Tenancy)
    const { customerId } = await booked(isp, { paidAt: at('2026-01-01T00:00:00') })
    const { rows } = await isp.inside(() =>
      tenancy.transaction.rawQuery<{ rows: { id: string }[] }>(
        `insert into payment_intents (reference, customer_id, mobile, offer, gateway, amount_minor,
                                      currency, return_token, expires_at)
         values ('held-money', ?, '+8801700000001', '{}', 'bkash', 3000, 'BDT', 'x', now()) returning id`,
        [customerId]
      )
    )
    await isp.inside(() =>
      Refund.create({
        customerId,
        intentId: Number(rows[0]?.id),
        method: 'bkash',
        packageName: 'Day Pass',
        amountMinor: 3000,
        currency: 'BDT',
        refundState: 'made',
        refundReference: 'held-money',
        refundEffect: 'keep',
        refundReason: 'Paid too late',
        gatewayTransaction: 'HELD000001',
        gatewayRefund: 'BACK000001',
        byHand: false,
        paidAt: at('2026-06-02T10:00:00'),
      })
    )
    const lines = await exported('from=2026-06-01&to=2026-06-30')
    assert.deepEqual(
      lines.map(({ movement, gross, tax, transaction }) => [movement, gross, tax, transaction]),
      [
        ['held', '30.00', '0.00', 'HELD000001'],
        ['refund', '-30.00', '0.00', 'BACK000001'],
      ]
    )
  })

  test('the page shows the same figures and the columns are told', async ({ assert }) => {
    const shown = text((await owner.get(`/dashboard/reports?${MARCH}&lang=en`)).body)
    for (const figure of ['৳161', '৳115', '৳46', 'KWD0.001', 'Together, BDT']) {
      assert.include(shown, figure)
    }
    const told = text((await owner.get(`/dashboard/reports/export?${MARCH}&lang=en`)).body)
    for (const column of ['refund_of', 'time_utc', 'Tax in the amount'])
      assert.include(told, column)
    assert.include(
      text((await owner.get(`/dashboard/reports?${MARCH}&lang=bn`)).body),
      'পরিশোধের মাধ্যম'
    )
    await owner.get('/dashboard/reports?lang=en')
  })

  test('{role}: report {report}, export {file}')
    .with([
      { role: 'manager' as const, report: 200, file: 200 },
      { role: 'cashier' as const, report: 302, file: 403 },
      { role: 'support' as const, report: 403, file: 403 },
    ])
    .run(async ({ assert }, { role, report, file }) => {
      const visitor = await operatorOf(isp, role)
      const page = await visitor.get('/dashboard/reports')
      assert.equal(page.status, report)
      if (role === 'cashier') assert.include(page.headers.location, '/dashboard/reports/cash')
      for (const path of ['money.csv', 'export', 'gateways']) {
        assert.equal((await visitor.get(`/dashboard/reports/${path}`)).status, file, path)
      }
      const home = await visitor.get('/dashboard')
      assert.equal(home.body.includes('href="/dashboard/reports"'), role !== 'support')
    })

  test('who took the books out of the house is written down', async ({ assert }) => {
    await exported('from=2026-01-01&to=2026-01-31')
    const activity = await isp.inside(() =>
      Activity.query().where('action', 'report.exported').orderBy('id', 'desc').firstOrFail()
    )
    assert.deepInclude(activity.detail, { from: '2026-01-01', to: '2026-01-31' })
  })

  test('another ISP sees nothing of it, and an empty page says what to do', async ({ assert }) => {
    const other = await operatorOf(await openIsp({ gateways: false }))
    const file = await fetchedBy(other, `/dashboard/reports/money.csv?${MARCH}`)
    assert.lengthOf(parseCsv(file.octets.toString('utf8')), 1, 'the head alone')
    const page = await other.get(`/dashboard/reports?${MARCH}&lang=en`)
    assert.include(text(page.body), 'No money moved in this period')
  })

  test('an address that is edited by hand is answered: {$self}')
    .with([
      'from=2026-02-31&to=x',
      'from=2027-01-01&to=2026-01-01',
      'from=0001-01-01&to=9999-12-31',
      'from[]=1&to[a]=2',
    ])
    .run(async ({ assert }, query) => {
      for (const page of ['', '/cash', '/gateways', '/export', '/money.csv']) {
        assert.equal((await owner.get(`/dashboard/reports${page}?${query}`)).status, 200, page)
      }
    })
})

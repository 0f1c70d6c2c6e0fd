import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type CustomerPayment from '#payments/customer_payment'
import { sumTakings } from '#payments/reports/sum_takings'
import { takingsQuery } from '#payments/reports/takings_query'
import { Tenancy } from '#tenancy/tenancy'
import { postMultipart } from '#tests/functional/customers/multipart'
import { at, booked, bookedCash, givenBack } from '#tests/functional/reports/books'
import { errorAt, formOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const PAGE = '/dashboard/reports/gateways'
const MAY = `${PAGE}?from=2026-05-01&to=2026-05-31&lang=en`

test.group('Reports | Settlement of gateways', (group) => {
  let isp: Isp
  let owner: Visitor
  let same: CustomerPayment
  let other: CustomerPayment
  let unpaid: CustomerPayment
  group.setup(async () => {
    isp = await openIsp()
    owner = await operatorOf(isp)
    const tenancy = await app.container.make(Tenancy)
    await isp.inside(() =>
      tenancy.transaction.rawQuery(
        `update payment_gateways set fee_basis_points = 185, fee_minor = 100 where provider = 'bkash'`
      )
    )
    same = await booked(isp, { paidAt: at('2026-05-02T10:00:00'), amountMinor: 3000 })
    other = await booked(isp, { paidAt: at('2026-05-03T10:00:00'), amountMinor: 5050 })
    unpaid = await booked(isp, { paidAt: at('2026-05-03T11:00:00'), amountMinor: 2000 })
    await givenBack(isp, same, {
      amountMinor: 1000,
      gatewayRefund: 'REFUND0001',
      paidAt: at('2026-05-04T10:00:00'),
    })
    await bookedCash(isp, isp.account, { paidAt: at('2026-05-02T10:00:00') })
    /** Half an hour into June: may stand in May's statement, and is not missing if it does not. */
    await booked(isp, { paidAt: at('2026-05-31T18:30:00'), gatewayTransaction: 'EDGE000001' })
    await booked(isp, { paidAt: at('2026-05-31T18:40:00'), gatewayTransaction: 'EDGE000002' })
  })

  async function compare(csv: string, fields: Record<string, string> = {}) {
    const form = formOf(await owner.get(MAY), `${PAGE}/compare`)
    const sent = { ...form.fields, ...fields }
    delete sent.file
    return owner.follow(
      await postMultipart(owner, form.action, sent, { file: Buffer.from(csv) }, MAY)
    )
  }

  const statement = (head = 'Trx ID,Amount,Charge') => `${head}
${same.gatewayTransaction},30.00,1.55
${other.gatewayTransaction},"50.05",1.93
REFUND0001,(10.00),0
EDGE000001,115,3.13
STRANGER01,"1,250.00",24.13
`

  test('fees are estimated payment by payment, half up, and named an estimate', async ({
    assert,
  }) => {
    const tenancy = await app.container.make(Tenancy)
    const period = {
      since: at('2026-04-30T18:00:00').toJSDate(),
      until: at('2026-05-31T18:00:00').toJSDate(),
    }
    const sums = sumTakings(await isp.inside(() => takingsQuery(tenancy, period)))
    const bkash = sums.find(({ method }) => method === 'bkash')
    /** 55.5, 93.425 and 37 poisha of 1.85 %, each rounded, and a taka for each. */
    assert.containSubset(bkash, {
      sales: 3,
      grossMinor: 10_050,
      refundedMinor: 1000,
      feeMinor: 56 + 93 + 37 + 300,
    })
    assert.equal(sums.find(({ method }) => method === 'cash')?.feeMinor, 0)
    const shown = text((await owner.get(MAY)).body)
    for (const told of ['bKash 3 ৳100.50 ৳10 ৳4.86 ৳85.64', '2026-05-04', 'Fee (estimate)']) {
      assert.include(shown, told)
    }
    assert.notInclude(shown, 'Cash 1')
  })

  test('a statement is laid beside the books', async ({ assert }) => {
    const shown = text((await compare(statement())).body)
    for (const told of [
      '3 transactions agree statement ৳135, books ৳135',
      '1 amount differs statement ৳50.05, books ৳50.50',
      '1 is missing in the statement',
      '1 is missing in our books statement ৳1,250',
      'Fees in the statement: ৳30.74',
      'STRANGER01 Missing in our books line 6',
    ]) {
      assert.include(shown, told)
    }
    assert.include(shown, `${unpaid.gatewayTransaction} Missing in the statement`)
    assert.notInclude(shown, 'EDGE000002')
  })

  test('its columns may have any name or none', async ({ assert }) => {
    const csv = statement('Nummer;Summe;Gebühr').replaceAll(',', ';').replace('"1;250', '"1,250')
    const named = { column_transaction: 'nummer', column_amount: '2', column_fee: 'Gebühr' }
    assert.include(text((await compare(csv, named)).body), '3 transactions agree')
    const page = await compare(csv)
    assert.include(errorAt(page, 'column_transaction'), 'Nummer, Summe, Gebühr')
    const without = await compare(csv, { ...named, column_fee: 'Tax' })
    assert.include(errorAt(without, 'column_fee'), 'There is no such column')
  })

  test('lines that are none are counted, and spoil nothing', async ({ assert }) => {
    const csv = `trxID,amount\n${same.gatewayTransaction},30\n,5\nX,many\nY,1.234\n`
    const shown = text((await compare(csv)).body)
    assert.include(shown, '1 transaction agrees')
    assert.include(shown, '3 lines were not understood: 3, 4, 5')
  })

  test('no file, no text and no gateway are said at their fields', async ({ assert }) => {
    assert.include(errorAt(await compare('\0\0'), 'file'), 'Choose a CSV file')
    assert.include(errorAt(await compare(''), 'file'), 'Choose a CSV file')
    const page = await compare(statement(), { gateway: 'cash BDT' })
    assert.include(errorAt(page, 'gateway'), 'Choose a gateway')
  })
})

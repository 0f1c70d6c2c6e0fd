import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import { MergeCustomers } from '#hotspot/customers/merge_customers'
import Package from '#hotspot/packages/package'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import { RedeemVoucher } from '#hotspot/vouchers/redeem_voucher'
import Voucher from '#hotspot/vouchers/voucher'
import SmsMessage from '#messaging/sms_message'
import CustomerPayment from '#payments/customer_payment'
import PaymentIntent from '#payments/intents/payment_intent'
import { receiptQuery } from '#payments/receipts/receipt_query'
import type Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'
import { addCustomer } from '#tests/functional/customers/staff'
import { anyMac, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { Purchase, reconcileNow } from '#tests/support/purchase'
import { radiusRowsOf } from '#tests/support/radius_rows'

let isp: Isp
let router: Router

async function merge(stays: Customer, goes: Customer): Promise<void> {
  const action = await app.container.make(MergeCustomers)
  await isp.inside(() => action.execute(stays.id, goes.id))
}

/** What there is of a payment and of what it bought, under this number. */
function holdingsOf({ id }: Customer) {
  return isp.inside(async () => {
    const [payments, intents, activations, messages] = [
      await CustomerPayment.query().where('customer_id', id),
      await PaymentIntent.query().where({ customerId: id, state: 'paid' }),
      await Activation.query().where({ customerId: id, source: 'payment' }),
      await SmsMessage.query().where({ customerId: id, event: 'payment_confirmed' }),
    ]
    return [payments, intents, activations, messages].map((rows) => rows.length)
  })
}

const ALL = [1, 1, 1, 1]
const NOTHING = [0, 0, 0, 0]

test.group('Payments | Of a number that is merged into another', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })

  test('confirmed after the merge, it is the survivor’s: package, payment, receipt, SMS', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const purchase = await Purchase.begin(guest)
    const [goes, stays] = [await guest.customer(), await addCustomer(isp)]
    await merge(stays, goes)

    await guest.visitor.get(await purchase.act('pay'))
    await purchase.becomes('paid')
    assert.deepEqual(await holdingsOf(stays), ALL)
    assert.deepEqual(await holdingsOf(goes), NOTHING)
    assert.isNotEmpty(await isp.inside(() => radiusRowsOf(guest.mac)), 'the phone went along')
  })

  test('stored for the number that was merged a moment ago, it follows the number', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const purchase = await Purchase.begin(guest)
    const [goes, stays] = [await guest.customer(), await addCustomer(isp)]
    await merge(stays, goes)
    /** The page had read whose phone it was before the merge, and stored the attempt after it. */
    await isp.inside(async () => {
      await (await purchase.intent()).merge({ customerId: goes.id }).save()
    })

    await purchase.act('pay')
    await guest.visitor.get(purchase.claim('success'))
    await purchase.becomes('paid')
    assert.deepEqual(await holdingsOf(stays), ALL)
    assert.deepEqual(await holdingsOf(goes), NOTHING)
    const left = await isp.inside(() => Customer.findOrFail(goes.id))
    assert.deepInclude(left.$attributes, { status: 'pending', activationId: null })

    const tenancy = await app.container.make(Tenancy)
    const receipt = await isp.inside(async () => {
      const payment = await CustomerPayment.findByOrFail('customer_id', stays.id)
      return receiptQuery(tenancy, { id: payment.id })
    })
    assert.equal(receipt.mobile, stays.mobile)
  })

  test('a voucher that is typed while the number is merged is the survivor’s too', async ({
    assert,
  }) => {
    const [stays, goes] = [await addCustomer(isp), await addCustomer(isp)]
    const [create, redeem] = [
      await app.container.make(CreateVouchers),
      await app.container.make(RedeemVoucher),
    ]
    const code = await isp.inside(async () => {
      const { id: packageId } = await Package.findByOrFail('name', 'Day Pass')
      const batch = { packageId, count: 1, label: null, expiresAt: null, createdByName: 'Karim' }
      const { name } = await create.execute(isp.tenant, batch)
      return (await Voucher.findByOrFail('batch', name)).code(isp.tenant.id)
    })
    await merge(stays, goes)
    const redeemed = await redeem.execute(isp.tenant, goes, anyMac(), code)
    assert.equal(redeemed.outcome, 'redeemed')
    const [payment, voucher] = await isp.inside(async () => [
      await CustomerPayment.findByOrFail('method', 'voucher'),
      await Voucher.findByOrFail('state', 'redeemed'),
    ])
    assert.deepEqual([payment.customerId, voucher.customerId], [stays.id, stays.id])
    const now = await isp.inside(() => Customer.findOrFail(stays.id))
    assert.equal(now.activationId, payment.activationId)
  })

  test('of a number that was merged and merged again, it is found by the reconciler', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const purchase = await Purchase.begin(guest)
    const goes = await guest.customer()
    const [second, last] = [await addCustomer(isp), await addCustomer(isp)]
    await merge(second, goes)
    await merge(last, second)
    assert.equal((await isp.inside(() => Customer.findOrFail(goes.id))).mergedInto, last.id)
    await isp.inside(async () => {
      await (await purchase.intent()).merge({ customerId: goes.id }).save()
    })

    await purchase.act('pay')
    await isp.inside(async () => {
      const intent = await purchase.intent()
      const query = { paymentID: purchase.paymentId, status: 'success' }
      await intent
        .merge({ callbackHint: { method: 'GET', query, headers: {}, rawBody: '' } })
        .save()
    })
    await reconcileNow(isp)
    await purchase.becomes('paid')
    assert.deepEqual(await holdingsOf(last), ALL)
    assert.deepEqual(await holdingsOf(second), NOTHING)
  })
})

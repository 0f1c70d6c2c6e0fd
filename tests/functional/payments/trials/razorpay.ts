import { randomInt } from 'node:crypto'
import { startRazorpay } from '#tests/standins/razorpay/start'
import { formOf } from '#tests/support/forms'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'
import type { Contestant, Told, Trial } from './trial.js'

const FAILED = { 'error[code]': 'BAD_REQUEST_ERROR', 'error[reason]': 'payment_failed' }

const forged = ({ paymentId }: Purchase) => ({
  razorpay_order_id: paymentId,
  razorpay_payment_id: 'pay_00000000000000',
  razorpay_signature: 'a'.repeat(64),
})

async function open(): Promise<Trial> {
  const keys = { keyId: `rzp_test_${anySecret().slice(0, 14)}`, keySecret: anySecret() }
  const gateway = await startRazorpay({ merchants: [keys] })
  const restore = standIn('RAZORPAY_BASE_URL', gateway.baseUrl)
  const shop = await GatewayShop.open(
    'razorpay',
    {
      key_id: keys.keyId,
      key_secret: keys.keySecret,
      business_name: 'GreenNet',
      email: 'receipts@greennet.test',
      webhook_secret: anySecret(),
    },
    'IN'
  )
  const { control } = gateway
  control.notices.held = true
  const back = ({ paymentId }: Purchase, action: 'pay' | 'fail'): Told => {
    const { method, url, form } = control.complete(paymentId, action)
    return method === 'GET' ? { url } : { url, form }
  }

  return {
    shop,
    gateway: { control, stop: () => gateway.stop().then(restore) },
    buys: 'Day Pass',
    figures: {
      amount: (amount) => ({ amount }),
      currency: (currency) => ({ currency }),
      unit: 'minor',
    },
    async begin() {
      const purchase = await shop.begin(`+9198${randomInt(10_000_000, 99_999_999)}`)
      const { visitor } = purchase.guest
      const page = await visitor.get(purchase.checkout)
      const { action, fields } = formOf(page, `${gateway.baseUrl}/checkout/embedded`)
      await visitor.post(action, fields)
      return purchase
    },
    pay: (purchase) => back(purchase, 'pay'),
    fail: (purchase) => back(purchase, 'fail'),
    payLate(purchase) {
      const payment = control.payLate(purchase.paymentId)
      return { url: purchase.callback({}), form: { razorpay_payment_id: payment.id } }
    },
    claim: (purchase, what) => ({
      url: purchase.callback({}),
      form: what === 'paid' ? forged(purchase) : FAILED,
    }),
    asked: ({ paymentId }) => [`${paymentId}/payments`],
  }
}

export const razorpay: Contestant = { name: 'Razorpay', open }

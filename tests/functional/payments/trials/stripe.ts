import { startStripe } from '#tests/standins/stripe/start'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'
import type { Contestant, Told, Trial } from './trial.js'

async function open(): Promise<Trial> {
  const secretKey = `sk_test_${anySecret()}`
  const gateway = await startStripe({ merchants: [{ secretKey }] })
  const restore = standIn('STRIPE_BASE_URL', gateway.baseUrl)
  const credentials = { secret_key: secretKey, webhook_secret: `whsec_${anySecret()}` }
  const shop = await GatewayShop.open('stripe', credentials, 'IN')
  const { control } = gateway
  control.notices.held = true
  const pay = ({ paymentId }: Purchase): Told => ({
    url: control.complete(paymentId, 'pay') ?? '',
  })

  return {
    shop,
    gateway: { control, stop: () => gateway.stop().then(restore) },
    /** Stripe takes no payment below half a dollar. */
    buys: 'Monthly Unlimited',
    figures: {
      amount: (amount_total) => ({ amount_total }),
      currency: (currency) => ({ currency }),
      unit: 'minor',
    },
    begin: () => shop.begin(undefined, 'Monthly Unlimited'),
    pay,
    /** A session that has ended takes no money any more, so Stripe's word has to be wrong. */
    fail(purchase) {
      const value = JSON.stringify({ status: 'expired' })
      const path = purchase.paymentId
      control.force({ path, mode: 'rewrite', value, times: OTHERS_ASK_TOO })
      return { url: purchase.callback({}) }
    },
    payLate(purchase) {
      control.clearFaults()
      return pay(purchase)
    },
    claim: (purchase, what) => ({
      url: purchase.callback(what === 'paid' ? { s: purchase.paymentId } : { cancelled: '1' }),
    }),
    asked: ({ paymentId }) => [paymentId],
  }
}

export const stripe: Contestant = { name: 'Stripe', open }

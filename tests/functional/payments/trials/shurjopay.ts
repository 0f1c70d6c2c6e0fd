import { startShurjopay } from '#tests/standins/shurjopay/start'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Contestant, Trial } from './trial.js'

async function open(): Promise<Trial> {
  const store = { username: `store${anySecret()}`, password: anySecret(), prefix: 'GRN' }
  const gateway = await startShurjopay({ merchants: [store] })
  const restore = standIn('SHURJOPAY_BASE_URL', gateway.baseUrl)
  const shop = await GatewayShop.open('shurjopay', store)
  const { control } = gateway

  return {
    shop,
    gateway: { control, stop: () => gateway.stop().then(restore) },
    buys: 'Day Pass',
    figures: {
      amount: (amount) => ({ amount }),
      currency: (currency) => ({ currency }),
      unit: 'major',
    },
    begin: () => shop.begin(),
    pay: ({ paymentId }) => ({ url: control.complete(paymentId, 'pay') }),
    fail: ({ paymentId }) => ({ url: control.complete(paymentId, 'fail') }),
    payLate(purchase) {
      control.payLate(purchase.paymentId)
      return { url: purchase.callback({ order_id: purchase.paymentId }) }
    },
    /** Its callbacks say nothing but which order: what they claim is left to whoever asks. */
    claim: (purchase) => ({ url: purchase.callback({ order_id: purchase.paymentId }) }),
    asked: () => ['verification'],
  }
}

export const shurjopay: Contestant = { name: 'ShurjoPay', open }

import { randomInt } from 'node:crypto'
import { startNagad } from '#tests/standins/nagad/start'
import { GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'
import type { Contestant, Trial } from './trial.js'

async function open(): Promise<Trial> {
  const gateway = await startNagad()
  const restore = standIn('NAGAD_BASE_URL', gateway.baseUrl)
  const { control } = gateway
  const merchantId = `684${randomInt(100_000, 999_999)}`
  const keys = control.addMerchant({ merchantId, accountNumber: '01711111111' })
  const shop = await GatewayShop.open('nagad', {
    merchant_id: merchantId,
    merchant_number: '01711111111',
    private_key: keys.merchantPrivateKey ?? '',
    pg_public_key: keys.pgPublicKey,
  })
  const claim = (purchase: Purchase, status: string) => {
    const names = { order_id: purchase.reference, payment_ref_id: purchase.paymentId }
    return { url: purchase.callback({ ...names, status }) }
  }

  return {
    shop,
    gateway: { control, stop: () => gateway.stop().then(restore) },
    buys: 'Day Pass',
    /** Nagad's answers name no currency: it knows taka alone. */
    figures: { amount: (amount) => ({ amount }), unit: 'major' },
    begin: () => shop.begin(),
    pay: ({ paymentId }) => ({ url: control.complete(paymentId, 'pay') }),
    fail: ({ paymentId }) => ({ url: control.complete(paymentId, 'fail') }),
    payLate(purchase) {
      control.payLate(purchase.paymentId)
      return claim(purchase, 'Success')
    },
    claim: (purchase, what) => claim(purchase, what === 'paid' ? 'Success' : 'Failed'),
    asked: ({ paymentId }) => [encodeURIComponent(paymentId)],
  }
}

export const nagad: Contestant = { name: 'Nagad', open }

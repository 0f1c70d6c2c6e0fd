import { randomInt } from 'node:crypto'
import { startMpesa } from '#tests/standins/mpesa/start'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'
import type { Contestant, Told, Trial } from './trial.js'

const shortcode = String(randomInt(600_000, 699_999))

async function open(): Promise<Trial> {
  const merchant = {
    consumerKey: anySecret(),
    consumerSecret: anySecret(),
    passkey: anySecret(),
    shortcode,
  }
  const daraja = await startMpesa({ merchants: [merchant] })
  const restore = standIn('MPESA_BASE_URL', daraja.baseUrl)
  const credentials = {
    consumer_key: merchant.consumerKey,
    consumer_secret: merchant.consumerSecret,
    passkey: merchant.passkey,
    shortcode,
  }
  const shop = await GatewayShop.open('mpesa', credentials, 'KE')
  const { control } = daraja
  control.notices.held = true

  const told = (purchase: Purchase): Told => {
    const last = control.notices.all().findLast(({ about }) => about === purchase.paymentId)
    if (!last) throw new Error('Safaricom has not told anything')
    return { url: last.url, text: last.body }
  }
  const callback = ({ paymentId: CheckoutRequestID }: Purchase, ResultCode: number) => {
    const MerchantRequestID = 'made-up'
    const stkCallback = { MerchantRequestID, CheckoutRequestID, ResultCode, ResultDesc: 'Forged' }
    return JSON.stringify({ Body: { stkCallback } })
  }

  return {
    shop,
    gateway: { control, stop: () => daraja.stop().then(restore) },
    buys: 'Day Pass',
    /** The query names no figures; the callback has an amount, in shillings alone. */
    figures: { amount: (amount) => ({ amount }), unit: 'major' },
    begin: () => shop.begin(`+2547${randomInt(10_000_000, 99_999_999)}`),
    pay(purchase) {
      control.complete(purchase.paymentId, 'pay')
      return told(purchase)
    },
    fail(purchase) {
      control.end(purchase.paymentId, '1032')
      return told(purchase)
    },
    payLate(purchase) {
      control.payLate(purchase.paymentId)
      return told(purchase)
    },
    claim: (purchase, what) => ({
      url: purchase.callback({}).replace('/mpesa/', '/stk/'),
      text: callback(purchase, what === 'paid' ? 0 : 1032),
    }),
    asked: () => ['query'],
    misquote: (_, { amount }) => control.lieNext({ amount: JSON.stringify(amount) }),
  }
}

export const mpesa: Contestant = { name: 'M-Pesa', open }

import { startSslcommerz } from '#tests/standins/sslcommerz/start'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Contestant, Told, Trial } from './trial.js'

const CLAIMS = {
  paid: { status: 'VALID', val_id: 'made-up' },
  failed: { status: 'FAILED' },
} as const

async function open(): Promise<Trial> {
  const store = { storeId: `store${anySecret()}`, storePassword: anySecret() }
  const gateway = await startSslcommerz({ merchants: [store] })
  const restore = standIn('SSLCOMMERZ_BASE_URL', gateway.baseUrl)
  const shop = await GatewayShop.open('sslcommerz', {
    store_id: store.storeId,
    store_password: store.storePassword,
  })
  const { control } = gateway
  control.notices.held = true
  const posted = ({ url, fields }: ReturnType<typeof control.browserPost>): Told => ({
    url,
    form: fields,
  })

  return {
    shop,
    gateway: { control, stop: () => gateway.stop().then(restore) },
    buys: 'Day Pass',
    figures: {
      amount: (amount) => ({ amount, currency_amount: amount }),
      currency: (currency) => ({ currency_type: currency }),
      unit: 'major',
    },
    begin: () => shop.begin(),
    pay: ({ paymentId }) => posted(control.complete(paymentId, 'pay')),
    fail: ({ paymentId }) => posted(control.complete(paymentId, 'fail')),
    payLate: ({ paymentId }) => posted(control.payLate(paymentId)),
    claim: (purchase, what) => ({
      url: purchase.callback({}),
      form: { tran_id: purchase.reference, ...CLAIMS[what] },
    }),
    asked: () => ['validationserverAPI.php', 'merchantTransIDvalidationAPI.php'],
  }
}

export const sslcommerz: Contestant = { name: 'SSLCommerz', open }

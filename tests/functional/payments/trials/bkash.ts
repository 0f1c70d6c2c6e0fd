import { startBkash } from '#tests/standins/bkash/start'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'
import { currentId, send, type Contestant, type Trial } from './trial.js'

const STATUS = { paid: 'success', failed: 'failure' } as const

async function open(provider: 'bkash' | 'bkash_agreement'): Promise<Trial> {
  const [username, password] = [`shop${anySecret()}`, anySecret()]
  const [appKey, appSecret] = [anySecret(), anySecret()]
  const gateway = await startBkash({ merchants: [{ username, password, appKey, appSecret }] })
  const restore = standIn('BKASH_BASE_URL', gateway.baseUrl)
  const credentials = { username, password, app_key: appKey, app_secret: appSecret }
  const shop = await GatewayShop.open(provider, credentials)
  const { control } = gateway
  const complete = async (purchase: Purchase, action: 'pay' | 'cancel') => {
    const wallet = purchase.guest.mobile.replace('+88', '')
    return { url: control.complete(await currentId(purchase), action, wallet) }
  }
  const claim = async (purchase: Purchase, what: 'paid' | 'failed') => ({
    url: purchase.callback({ paymentID: await currentId(purchase), status: STATUS[what] }),
  })

  return {
    shop,
    gateway: { control, stop: () => gateway.stop().then(restore) },
    buys: 'Day Pass',
    figures: {
      amount: (amount) => ({ amount }),
      currency: (currency) => ({ currency }),
      unit: 'major',
    },
    async begin() {
      const purchase = await shop.begin()
      if (provider === 'bkash_agreement') await send(await complete(purchase, 'pay'))
      return purchase
    },
    pay: (purchase) => complete(purchase, 'pay'),
    fail: (purchase) => claim(purchase, 'failed'),
    payLate: (purchase) => complete(purchase, 'pay'),
    claim,
    asked: () => ['execute', 'status'],
  }
}

export const bkash: Contestant = { name: 'bKash', open: () => open('bkash') }
export const bkashAgreement: Contestant = {
  name: 'bKash with an agreement',
  open: () => open('bkash_agreement'),
}

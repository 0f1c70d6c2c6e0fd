import type { Bench } from '../bench.js'
import { median, percentile, result } from '../measure.js'
import { Shop } from '../stage/shop.js'

const WARM_UP = 4
const PURCHASES = 30

/**
 * [payment-to-online] Milliseconds from the callback of a customer who has paid at bKash's
 * stand-in to the session on the virtual router with the new package's speed: web process,
 * worker, FreeRADIUS, Postgres, Redis, all real. Two lines: the median, and the 95th percentile.
 * Baseline: the same login of the same phone by a bare `hotspotLogin` (RouterOS API and RADIUS,
 * no web, no worker), measured after each purchase.
 */
export const paymentToOnline: Bench = {
  name: 'payment-to-online',
  describe: 'callback received to session up, against a bare login at the router, ms',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const shop = await Shop.open(env, stack)
    const counter = await shop.addRouter(stack)
    const measured: Record<'answered' | 'online' | 'bare', number>[] = []
    for (let turn = 0; turn < WARM_UP + PURCHASES; turn++) {
      const purchase = await counter.purchase()
      const bare = await counter.bareLogin(purchase)
      await purchase.phone.close()
      if (turn >= WARM_UP) measured.push({ ...purchase, bare })
    }
    const online = measured.map((one) => one.online)
    const bare = measured.map((one) => one.bare)
    const answered = median(measured.map((one) => one.answered))
    env.note(`the callback itself was answered after ${answered.toFixed(0)} ms (median)`)
    return [
      result('payment-to-online', 'ms', median(online), median(bare)),
      result('payment-to-online-p95', 'ms', percentile(online, 0.95), percentile(bare, 0.95)),
    ]
  },
}

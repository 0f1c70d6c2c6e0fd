import type { Bench } from '../bench.js'
import { median, percentile, result } from '../measure.js'
import { Shop, type Counter } from '../stage/shop.js'

const WARM_UP = 4
const PURCHASES = 30
const FAR_MS = 80

/**
 * [login-latency] Milliseconds from a paid customer's callback to the session on the router, when
 * 80 ms lie between us and the router: its RADIUS and its API pass a relay that holds everything
 * back for half of that each way. Two lines: the median, and the 95th percentile. Baseline: a
 * router behind the same relay that holds nothing back, customers coming to each in turn.
 */
export const loginLatency: Bench = {
  name: 'login-latency',
  describe: 'paid to session up at a router 80 ms away, against one at hand, ms',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const shop = await Shop.open(env, stack)
    const [far, near] = [await shop.addRouter(stack, FAR_MS), await shop.addRouter(stack, 0)]
    const waits: { far: number[]; near: number[] } = { far: [], near: [] }
    for (let turn = 0; turn < WARM_UP + PURCHASES; turn++) {
      const [away, home] = [await wait(far), await wait(near)]
      if (turn < WARM_UP) continue
      waits.far.push(away)
      waits.near.push(home)
    }
    return [
      result('login-latency', 'ms', median(waits.far), median(waits.near)),
      result('login-latency-p95', 'ms', percentile(waits.far, 0.95), percentile(waits.near, 0.95)),
    ]
  },
}

async function wait(counter: Counter): Promise<number> {
  const { online, phone } = await counter.purchase()
  await phone.close()
  return online
}

import type { Bench } from '../bench.js'
import { byTurns, pairedResult, rate } from '../measure.js'
import { Till } from '../stage/till.js'

const PAYMENTS = 40
const AT_ONCE = 4
const COPIES = 20
const PAIRS = 5

/**
 * [callbacks] Payments a second from callback to credited when every callback comes 20 times
 * at once. Baseline: the same number of payments whose callbacks come once. Throws when a
 * payment is not credited exactly once.
 */
export const callbacks: Bench = {
  name: 'callbacks',
  describe: 'payments credited a second, each callback sent 20 times at once, against once',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const till = await Till.open(env, stack)
    const round = async (copies: number) => {
      const before = await till.credited()
      const paying = await till.paying(PAYMENTS)
      const speed = await rate(PAYMENTS, AT_ONCE, async (index) => {
        const url = paying[index] ?? ''
        await Promise.all(Array.from({ length: copies }, () => till.callback(url)))
      })
      const credited = (await till.credited()) - before
      if (credited !== PAYMENTS) throw new Error(`${credited} of ${PAYMENTS} were credited`)
      return speed
    }
    const pairs = await byTurns(
      PAIRS,
      () => round(COPIES),
      () => round(1)
    )
    return [pairedResult('callbacks', '/s', pairs)]
  },
}

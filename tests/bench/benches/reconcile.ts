import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from '../bench.js'
import { result, timed } from '../measure.js'
import { Backlog } from '../stage/backlog.js'
import { Isp } from '../stage/isp.js'
import { startWorker } from '../stage/processes.js'
import { Providers } from '../stage/providers.js'
import { Tenants } from '../stage/tenants.js'

const INTENTS = 10_000
const BARE = 2_000
const POLL_MS = 200

/**
 * [reconcile] Intents a second when the worker catches up on 10,000 that one tenant has pending
 * at bKash: half were paid and are captured and credited, half were not and are put off again.
 * Baseline: our adapter's bare queries of the same stand-in, as many at once, no database of
 * payments behind them. Throws when one that was paid is not credited.
 */
export const reconcile: Bench = {
  name: 'reconcile',
  describe: '10,000 pending intents settled a second, against bare queries of the stand-in',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const tenants = stack.use(await Tenants.open(env.app))
    const isp = await Isp.open(env.app, await tenants.add())
    const providers = stack.use(await Providers.start())
    await isp.connect(providers)
    const backlog = await Backlog.open(isp, providers)
    await backlog.fill(INTENTS)
    const bare = await backlog.bareQueries(BARE)

    stack.use(await startWorker(env, providers.settings))
    const millis = await timed(async () => {
      await backlog.begin()
      while ((await backlog.left()) > 0) await sleep(POLL_MS)
    })
    const credited = await isp.credited()
    if (credited !== INTENTS / 2) throw new Error(`${credited} of ${INTENTS / 2} were credited`)
    env.note(`${INTENTS} intents took ${(millis / 1000).toFixed(1)} s`)
    return [result('reconcile', '/s', (INTENTS * 1000) / millis, bare)]
  },
}

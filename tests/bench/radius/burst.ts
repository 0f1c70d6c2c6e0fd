import { signIns } from './auth.js'
import { routerSecret } from './database.js'
import type { BenchResult, RadiusBenchEnvironment } from './environment.js'
import { ACCEPT } from './rounds.js'
import { onStage } from './stage.js'

const TENANTS = 50
const PEOPLE = 100
const BURST = 5000
/** RouterOS's `timeout=3s`, and the three times it asks in all. */
const ROUTER = { retryAfter: 3000, tries: 3 }
const SMALL_POOL = { RADIUS_SQL_POOL: '4' }

/**
 * [radius-burst] 5,000 people signing in at the same moment, on a cold server with four
 * SQL connections. Throws when anyone is rejected or left without an answer; the ratio is
 * answered to asked.
 */
export async function run(environment: RadiusBenchEnvironment): Promise<BenchResult> {
  return onStage(
    environment,
    { tenants: TENANTS, people: PEOPLE, settings: SMALL_POOL },
    async ({ database, portico, sockets }) => {
      const requests = signIns(database.people, BURST, routerSecret)
      const { codes, lost } = await sockets.send(requests, {
        ...ROUTER,
        window: BURST,
        target: portico.auth,
      })
      const accepted = codes.get(ACCEPT) ?? 0
      if (lost > 0 || accepted !== BURST) {
        const got = [...codes].join(' ')
        throw new Error(`${accepted} of ${BURST} accepted, ${lost} lost, codes ${got}`)
      }
      return {
        name: 'radius-burst',
        unit: 'accepted of asked',
        value: accepted,
        baseline: BURST,
        ratio: accepted / BURST,
      }
    }
  )
}

import { type Person, STOCK_SECRET, routerSecret } from './database.js'
import type { BenchResult, RadiusBenchEnvironment } from './environment.js'
import type { Request } from './load.js'
import { accessRequest } from './packets.js'
import { ACCEPT, byTurns, rateOf } from './rounds.js'
import type { RadiusServer } from './server.js'
import { onStage, withServer } from './stage.js'

const TENANTS = 200
const PEOPLE = 40
const ROUND = 6000
const PAIRS = { warmUp: 3, counted: 6 }
const LOAD = { window: 64, retryAfter: 3000, tries: 3 }

/** Sign-ins of people in turn, so that each tenant is hit as often as any other. */
export function signIns(
  people: Person[],
  count: number,
  secretOf: (tenant: number) => string
): Request[] {
  const identifiers = new Map<number, number>()
  return Array.from({ length: count }, (_, n) => {
    const person = people[(n * 7919) % people.length]
    if (!person) throw new Error('there are no people')
    const { tenant, mac } = person
    const id = identifiers.get(tenant) ?? 0
    identifiers.set(tenant, (id + 1) & 255)
    const session = {
      mac,
      sessionId: (0x80000000 + n).toString(16),
      address: `10.5.${(n >> 8) & 255}.${n & 255}`,
      identity: `router-${tenant}`,
    }
    const secret = secretOf(tenant)
    return {
      source: tenant,
      secret,
      packet: accessRequest(id, secret, session),
    }
  })
}

/**
 * [radius-auth] Access-Requests a second, signed, over 200 tenants whose customers all have
 * a running package, against the stock server with one tenant holding the same people.
 */
export async function run(environment: RadiusBenchEnvironment): Promise<BenchResult> {
  return onStage(environment, { tenants: TENANTS, people: PEOPLE }, (stage) =>
    withServer(environment, { kind: 'stock', login: stage.database.stock }, async (stock) => {
      const { database, portico, sockets } = stage
      const round = (server: RadiusServer, secretOf: (tenant: number) => string) => async () => {
        const requests = signIns(database.people, ROUND, secretOf)
        return rateOf(await sockets.send(requests, { ...LOAD, target: server.auth }), ACCEPT)
      }
      const result = await byTurns(
        PAIRS,
        round(portico, routerSecret),
        round(stock, () => STOCK_SECRET)
      )
      return { name: 'radius-auth', unit: 'requests/s', ...result }
    })
  )
}

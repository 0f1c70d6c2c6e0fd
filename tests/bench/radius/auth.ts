import {
  type Person,
  RadiusDatabase,
  STOCK_SECRET,
  routerAddress,
  routerSecret,
} from './database.js'
import type { BenchResult, RadiusBenchEnvironment } from './environment.js'
import { type Request, RouterSockets } from './load.js'
import { accessRequest } from './packets.js'
import { ACCEPT, byTurns, rateOf } from './rounds.js'
import { RadiusServer } from './server.js'

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
  const database = await RadiusDatabase.create(environment, TENANTS, PEOPLE)
  const portico = await RadiusServer.start(environment, {
    kind: 'portico',
    login: database.portico,
  })
  const stock = await RadiusServer.start(environment, {
    kind: 'stock',
    login: database.stock,
  })
  const sockets = await RouterSockets.open(
    Array.from({ length: TENANTS }, (_, n) => routerAddress(n))
  )
  try {
    const { people } = database
    const round = (server: RadiusServer, secretOf: (tenant: number) => string) => async () => {
      const requests = signIns(people, ROUND, secretOf)
      return rateOf(await sockets.send(requests, { ...LOAD, target: server.auth }), ACCEPT)
    }
    const result = await byTurns(
      PAIRS,
      round(portico, routerSecret),
      round(stock, () => STOCK_SECRET)
    )
    return { name: 'radius-auth', unit: 'requests/s', ...result }
  } finally {
    await Promise.all([sockets.close(), portico.stop(), stock.stop()])
    await database.drop()
  }
}

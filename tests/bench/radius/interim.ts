import { type Person, type RadiusDatabase, STOCK_SECRET, routerSecret } from './database.js'
import type { BenchResult, RadiusBenchEnvironment } from './environment.js'
import type { Request } from './load.js'
import { STATUS, accountingRequest } from './packets.js'
import { STORED, byTurns, rateOf } from './rounds.js'
import type { RadiusServer } from './server.js'
import { onStage, withServer } from './stage.js'

const TENANTS = 50
const PEOPLE = 40
const UPDATES_PER_ROUND = 3
const PAIRS = { warmUp: 4, counted: 8 }
const LOAD = { window: 64, retryAfter: 3000, tries: 3 }
const MINUTE = { seconds: 60, input: 3_000_000, output: 47_000_000 }

/** Everyone's session at minute `minute`; minute 0 is its Start. */
export function packets(
  people: Person[],
  minute: number,
  secretOf: (tenant: number) => string
): Request[] {
  const identifiers = new Map<number, number>()
  return people.map(({ tenant, mac }, n) => {
    const id = identifiers.get(tenant) ?? (minute * 64) & 255
    identifiers.set(tenant, (id + 1) & 255)
    const secret = secretOf(tenant)
    const session = {
      mac,
      sessionId: (0x80000000 + n).toString(16),
      address: `10.5.${(n >> 8) & 255}.${n & 255}`,
      identity: `router-${tenant}`,
    }
    const packet = accountingRequest(id, secret, session, {
      status: minute === 0 ? STATUS.start : STATUS.interim,
      seconds: MINUTE.seconds * minute,
      input: MINUTE.input * minute,
      output: MINUTE.output * minute,
    })
    return { source: tenant, secret, packet }
  })
}

/**
 * [radius-interim] Interim updates a second, each counted to its customer's package,
 * against the stock queries on a stock table that counts nothing.
 */
export async function run(environment: RadiusBenchEnvironment): Promise<BenchResult> {
  return onStage(environment, { tenants: TENANTS, people: PEOPLE }, (stage) =>
    withServer(environment, { kind: 'stock', login: stage.database.stock }, async (stock) => {
      const { database, portico, sockets } = stage
      const side = (server: RadiusServer, secretOf: (tenant: number) => string) => {
        let minute = 0
        const send = async () => {
          const requests = packets(database.people, minute++, secretOf)
          return rateOf(await sockets.send(requests, { ...LOAD, target: server.acct }), STORED)
        }
        return async () => {
          if (minute === 0) await send()
          const rates: number[] = []
          for (let update = 0; update < UPDATES_PER_ROUND; update++) rates.push(await send())
          return rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0)
        }
      }
      const result = await byTurns(
        PAIRS,
        side(portico, routerSecret),
        side(stock, () => STOCK_SECRET)
      )
      await counted(database, (PAIRS.warmUp + PAIRS.counted) * UPDATES_PER_ROUND)
      return { name: 'radius-interim', unit: 'updates/s', ...result }
    })
  )
}

/** Speed without right sums is worth nothing: every activation holds what was reported. */
async function counted(database: RadiusDatabase, minutes: number): Promise<void> {
  const expected = (MINUTE.input + MINUTE.output) * minutes
  for (let tenant = 0; tenant < TENANTS; tenant++) {
    const wrong = await database.query(
      database.portico,
      `SELECT id FROM ${database.schema(tenant)}.activations WHERE octets_used <> ${expected}`
    )
    if (wrong.rowCount) throw new Error(`${wrong.rowCount} activations of tenant ${tenant} are off`)
  }
}

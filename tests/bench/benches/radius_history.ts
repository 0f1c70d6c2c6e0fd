import { setting, type Bench, type BenchResult } from '../bench.js'
import { signIns } from '../radius/auth.js'
import { type RadiusDatabase, routerAddress, routerSecret } from '../radius/database.js'
import { fromVariables, type RadiusBenchEnvironment } from '../radius/environment.js'
import { ACCEPT, byTurns, rateOf } from '../radius/rounds.js'
import { onStage } from '../radius/stage.js'

/** Half of the ISPs are new, with customers who were here once; those of the others are not. */
const TENANTS = 40
const PEOPLE = 2
const SESSIONS = 10_000
const isNew = (tenant: number) => tenant % 2 === 0

/** Short rounds, and many: what else the machine does falls on both sides of a pair. */
const ROUND = 1200
const PAIRS = { warmUp: 4, counted: 20 }
const LOAD = { window: 64, retryAfter: 3000, tries: 3 }

/**
 * [radius-history] Access-Requests a second of customers with 10,000 past sessions each.
 * Baseline: as many customers of the same server with one past session each. What a sign-in
 * reads must not grow with what has been, so the ratio is near 1.
 */
export const radiusHistory: Bench = {
  name: 'radius-history',
  describe: 'Access-Requests/s of customers with 10,000 past sessions against those with one',

  async run(env) {
    const superuser = {
      user: setting(env, 'POSTGRES_SUPERUSER'),
      password: setting(env, 'POSTGRES_SUPERUSER_PASSWORD'),
    }
    return [await measure(fromVariables(superuser, env.settings))]
  },
}

function measure(environment: RadiusBenchEnvironment): Promise<BenchResult> {
  const cast = {
    tenants: TENANTS,
    people: PEOPLE,
    prepare: async (database: RadiusDatabase) => {
      for (let tenant = 0; tenant < TENANTS; tenant++) {
        await remember(database, tenant, isNew(tenant) ? 1 : SESSIONS)
      }
    },
  }
  return onStage(environment, cast, async ({ database, portico, sockets }) => {
    const round = (ofNew: boolean) => {
      const people = database.people.filter(({ tenant }) => isNew(tenant) === ofNew)
      return async () => {
        const requests = signIns(people, ROUND, routerSecret)
        return rateOf(await sockets.send(requests, { ...LOAD, target: portico.auth }), ACCEPT)
      }
    }
    const result = await byTurns(PAIRS, round(false), round(true))
    return { name: 'radius-history', unit: 'requests/s', ...result }
  })
}

/**
 * Gives every device closed sessions of an hour each, and as many lines in the sign-in log,
 * the latest an hour ago. @throws when they are not all there afterwards
 */
async function remember(database: RadiusDatabase, tenant: number, sessions: number) {
  const { portico } = database
  const schema = database.schema(tenant)
  await database.query(
    portico,
    `SET session_replication_role = replica;
     INSERT INTO ${schema}.radacct (acctsessionid, acctuniqueid, username, nasipaddress,
       acctstarttime, acctupdatetime, acctstoptime, acctsessiontime, connectinfo_start,
       acctinputoctets, acctoutputoctets, acctterminatecause)
       SELECT to_hex(n), md5(mac || n), mac, '${routerAddress(tenant)}',
         now() - make_interval(hours => n + 1), now() - make_interval(hours => n),
         now() - make_interval(hours => n), 3600, '', 1000000, 50000000, 'User-Request'
       FROM ${schema}.devices, generate_series(1, ${sessions}) AS n;
     INSERT INTO ${schema}.radpostauth (username, reply, authdate)
       SELECT mac, 'Access-Accept', now() - make_interval(hours => n + 1)
       FROM ${schema}.devices, generate_series(1, ${sessions}) AS n;`
  )
  await database.query(portico, `VACUUM (ANALYZE) ${schema}.radacct, ${schema}.radpostauth`)
  const short = await database.query(
    portico,
    `SELECT d.mac FROM ${schema}.devices d WHERE ${sessions} <>
       (SELECT count(*) FROM ${schema}.radacct a WHERE a.username = d.mac)`
  )
  if (short.rowCount) throw new Error(`${short.rowCount} devices lack past sessions`)
}

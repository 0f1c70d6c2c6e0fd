import { handBack } from './clone_owner.mjs'
import { knownDaemons } from './daemon.mjs'
import { ensureDatabase } from './database.mjs'
import { environment } from './environment.mjs'
import { startFreeradius } from './freeradius.mjs'
import { writeJson } from './json_file.mjs'
import { startPgbouncer } from './pgbouncer.mjs'
import { OFFSETS } from './ports.mjs'
import { startPostgres } from './postgres.mjs'
import { step } from './progress.mjs'
import { startRedis } from './redis.mjs'

/**
 * PgBouncer is for tests and benchmarks; `up` is a small installation and does without. They in
 * turn start a Stripe for the platform's billing where they want one, on any port.
 */
function portsOf(instance) {
  const missing = instance.kind === 'up' ? 'pgbouncer' : 'stripe_billing'
  return Object.keys(OFFSETS).filter((name) => name !== missing)
}

/** Postgres with database and roles, Redis, PgBouncer and FreeRADIUS of one instance. */
export async function startServices(instance) {
  await instance.open(portsOf(instance))
  await step('Postgres 18', (note) => startPostgres(instance, note))
  await ensureDatabase(instance)
  await step('Redis 7', () => startRedis(instance))
  if (instance.kind !== 'up') await step('PgBouncer', () => startPgbouncer(instance))
  writeJson(instance.path('env.json'), environment(instance))
  await step('FreeRADIUS 3.2', () => startFreeradius(instance))
  await handBack('.local')
}

/** In this order nothing complains of a server that went away. */
const STOP_FIRST = ['worker', 'web', 'simulator', 'standins', 'freeradius', 'pgbouncer', 'redis']

/** Stops whatever of the instance runs; returns the names. */
export async function stopServices(instance) {
  const known = knownDaemons(instance).filter((name) => name !== 'supervisor')
  const rank = (name) => (STOP_FIRST.indexOf(name) + 100) % 100
  const stopped = []
  for (const name of known.sort((a, b) => rank(a) - rank(b))) {
    const daemon = instance.daemon(name)
    if (daemon.running) stopped.push(name)
    await daemon.stop()
  }
  return stopped
}

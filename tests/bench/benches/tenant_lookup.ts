import pg from 'pg'
import { TenantCache } from '#tenancy/resolution/tenant_cache'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { setting, type Bench, type BenchEnvironment } from '../bench.js'
import { byTurns, pairedResult, rate } from '../measure.js'
import { Tenants } from '../stage/tenants.js'

const TENANTS = 1_000
const LOOKUPS = 4_000
const WIDTH = 32
const PAIRS = 8
/** config/database.ts */
const DEFAULT_POOL = 16

/**
 * [tenant-lookup] Host → tenant lookups a second by TenantDirectory among 1,000 tenants, 32 at
 * once: with every tenant in memory, and with none, as after a restart. Baseline: a bare
 * `select *` by primary key on a pg pool of the same size.
 */
export const tenantLookup: Bench = {
  name: 'tenant-lookup',
  describe: 'host → tenant among 1,000, in memory and not, against a bare query by primary key',

  async run(env) {
    await using tenants = await Tenants.open(env.app)
    await tenants.addMany(TENANTS)
    const cache = await env.app.container.make(TenantCache)
    const directory = new TenantDirectory(cache)
    const pool = barePool(env)
    const at = (index: number) => {
      const tenant = tenants.all[(index * 7) % tenants.all.length]
      if (!tenant) throw new RangeError('There are no tenants')
      return tenant
    }
    const bySlug = async (index: number) => {
      const { id } = await directory.bySlug(at(index).slug)
      if (id !== at(index).id) throw new Error('That is another tenant')
    }
    const byKey = () =>
      rate(LOOKUPS, WIDTH, (index) =>
        pool.query('select * from platform.tenants where id = $1', [at(index).id])
      )
    const cold = async (index: number) => {
      cache.drop(null)
      await bySlug(index)
    }
    try {
      await bySlug(0)
      await cache.changes.caughtUp()
      return [
        pairedResult(
          'tenant-lookup',
          'lookups/s',
          await byTurns(PAIRS, () => rate(LOOKUPS, WIDTH, bySlug), byKey)
        ),
        pairedResult(
          'tenant-lookup-cold',
          'lookups/s',
          await byTurns(PAIRS, () => rate(LOOKUPS, WIDTH, cold), byKey)
        ),
      ]
    } finally {
      await pool.end()
    }
  },
}

function barePool(env: BenchEnvironment): pg.Pool {
  return new pg.Pool({
    host: setting(env, 'DB_HOST'),
    port: Number(setting(env, 'DB_PORT')),
    user: setting(env, 'DB_USER'),
    password: setting(env, 'DB_PASSWORD'),
    database: setting(env, 'DB_DATABASE'),
    max: Number(env.settings.DB_POOL_MAX ?? DEFAULT_POOL),
  })
}

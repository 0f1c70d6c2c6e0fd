import { test } from '@japa/runner'
import env from '#start/env'
import Tenant from '#tenancy/models/tenant'
import { TenantCache } from '#tenancy/resolution/tenant_cache'
import { connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { createTenant } from '#tests/support/tenants'

const LISTENER = 'portico-cache-under-test'

/** The tenants as another process keeps them. */
async function anotherProcess(cleanup: (end: () => Promise<void>) => void): Promise<TenantCache> {
  const cache = new TenantCache({
    host: env.get('DB_OWNER_HOST'),
    port: env.get('DB_OWNER_PORT'),
    database: env.get('DB_DATABASE'),
    user: env.get('DB_USER'),
    password: env.get('DB_PASSWORD'),
    application_name: LISTENER,
  })
  cleanup(() => cache.changes.stop())
  cache.changes.start()
  await eventually('it listens', () => cache.changes.isHearing)
  return cache
}

test.group('Tenancy | Tenants in memory', () => {
  test('a change made elsewhere is seen at once, and nobody else’s copy with it', async ({
    assert,
    cleanup,
  }) => {
    const [tenant, cache] = [await createTenant(), await anotherProcess(cleanup)]
    const first = await cache.find('slug', tenant.slug)
    first?.merge({ name: 'Never saved', settings: { taxName: 'VAT' } })
    const second = await cache.find('id', tenant.id)
    assert.deepEqual([second?.name, second?.settings], [tenant.name, {}])

    await tenant.merge({ name: 'Another name' }).save()
    await cache.changes.caughtUp()
    assert.equal((await cache.find('slug', tenant.slug))?.name, 'Another name')
    await Tenant.query().where('id', tenant.id).delete()
    await cache.changes.caughtUp()
    assert.isNull(await cache.find('id', tenant.id))
  })

  test('while changes cannot be heard nothing is kept, and it listens again by itself', async ({
    assert,
    cleanup,
  }) => {
    const [tenant, cache] = [await createTenant(), await anotherProcess(cleanup)]
    await cache.find('slug', tenant.slug)
    const peer = await connectAs('app')
    await peer.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      [LISTENER]
    )
    await peer.end()
    await eventually('it knows that it is deaf', () => !cache.changes.isHearing)
    await tenant.merge({ name: 'Changed unheard' }).save()
    assert.equal((await cache.find('slug', tenant.slug))?.name, 'Changed unheard')
    await eventually('it listens again', () => cache.changes.isHearing)
    assert.equal((await cache.find('slug', tenant.slug))?.name, 'Changed unheard')
  })
})

import { test } from '@japa/runner'
import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import type Tenant from '#tenancy/models/tenant'
import { DueTenants } from '#tenancy/due_tenants'
import { connectAs, openDatabase } from '#tests/support/database'
import { createTenant } from '#tests/support/tenants'
import env from '#start/env'

/** So long ago that no other tenant is due by this clock. */
const THEN = DateTime.fromISO('2001-01-01T00:00:00Z', { zone: 'utc' })

interface Stage {
  tenant: Tenant
  clock: FrozenClock
  dueTenants: DueTenants
  mark: (at: DateTime) => Promise<void>
  dueAt: () => Promise<number | null>
}

/**
 * One connection in one transaction that is rolled back: the sweeper beside the tests neither
 * sees nor takes the tenant that is due in it.
 */
async function onStage(cleanup: (end: () => Promise<void>) => void): Promise<Stage> {
  const tenant = await createTenant()
  const host = env.get('DB_OWNER_HOST')
  const db: Database = await openDatabase({ host, port: env.get('DB_OWNER_PORT'), max: 1 })
  const connection = db.connection('app')
  await connection.rawQuery('begin')
  cleanup(async () => {
    await connection.rawQuery('rollback')
    await db.manager.closeAll()
  })
  const clock = new FrozenClock(THEN)
  return {
    tenant,
    clock,
    dueTenants: new DueTenants(db, clock),
    mark: async (at) => {
      await connection.rawQuery('select platform.mark_due(?, ?::timestamptz)', [
        tenant.schema,
        at.toJSDate(),
      ])
    },
    dueAt: async () => {
      const row: { due_at: Date | null } = await connection
        .from('platform.due_work')
        .where('tenant_id', tenant.id)
        .firstOrFail()
      return row.due_at?.getTime() ?? null
    },
  }
}

test.group('Suspension | Whose turn it is', () => {
  test('a tenant is taken when it is due, by one sweeper only', async ({ assert, cleanup }) => {
    const { tenant, clock, dueTenants, mark } = await onStage(cleanup)
    await mark(THEN.plus({ seconds: 1 }))
    assert.deepEqual(await dueTenants.claim(20), [])
    clock.advance(1)
    const claimed = await dueTenants.claim(20)
    assert.deepEqual(
      claimed.map(({ tenantId }) => tenantId),
      [tenant.id]
    )
    assert.deepEqual(await dueTenants.claim(20), [], 'the next one finds it taken')
  })

  test('is due next when the sweep says, or never', async ({ assert, cleanup }) => {
    const { clock, dueTenants, mark, dueAt } = await onStage(cleanup)
    await mark(THEN)
    for (const next of [THEN.plus({ hours: 1 }), null]) {
      const [claimed] = await dueTenants.claim(20)
      assert.exists(claimed)
      if (claimed) await dueTenants.release(claimed, next)
      assert.equal(await dueAt(), next?.toMillis() ?? null)
      clock.advance(3600)
    }
    assert.deepEqual(await dueTenants.claim(20), [])
  })

  test('an earlier time named while it is swept is kept', async ({ assert, cleanup }) => {
    const { dueTenants, mark, dueAt } = await onStage(cleanup)
    await mark(THEN)
    const [claimed] = await dueTenants.claim(20)
    const meanwhile = THEN.plus({ seconds: 5 })
    await mark(meanwhile)
    if (claimed) await dueTenants.release(claimed, THEN.plus({ hours: 1 }))
    assert.equal(await dueAt(), meanwhile.toMillis())
  })

  test('a later time named while it is swept waits for what the sweep finds', async ({
    assert,
    cleanup,
  }) => {
    const { dueTenants, mark, dueAt } = await onStage(cleanup)
    await mark(THEN)
    const [claimed] = await dueTenants.claim(20)
    const found = THEN.plus({ minutes: 30 })
    await mark(THEN.plus({ hours: 1 }))
    if (claimed) await dueTenants.release(claimed, found)
    assert.equal(await dueAt(), found.toMillis())
  })

  test('a time named while it is swept is not lost when the sweep finds nothing more', async ({
    assert,
    cleanup,
  }) => {
    const { dueTenants, mark, dueAt } = await onStage(cleanup)
    await mark(THEN)
    const [claimed] = await dueTenants.claim(20)
    const bought = THEN.plus({ days: 1 })
    await mark(bought)
    if (claimed) await dueTenants.release(claimed, null)
    assert.equal(await dueAt(), bought.toMillis())
  })

  test('the tenants of a sweeper that died are the next one’s after the lease, and its late word is not heard', async ({
    assert,
    cleanup,
  }) => {
    const { tenant, clock, dueTenants, mark, dueAt } = await onStage(cleanup)
    await mark(THEN)
    const [dead] = await dueTenants.claim(20)
    clock.advance(59)
    assert.deepEqual(await dueTenants.claim(20), [])
    clock.advance(1)
    const [heir] = await dueTenants.claim(20)
    assert.equal(heir?.tenantId, tenant.id)

    if (dead) await dueTenants.release(dead, null)
    assert.deepEqual(await dueTenants.claim(20), [], 'still the heir’s')
    const next = clock.now().plus({ hours: 2 })
    if (heir) await dueTenants.release(heir, next)
    assert.equal(await dueAt(), next.toMillis())
  })
})

test.group('Suspension | Naming a time', () => {
  test('whoever writes usage may name a time for a tenant, and put none off', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const client = await connectAs('radius')
    const at = (days: number) => DateTime.utc().plus({ days }).startOf('second')
    const [near, far] = [at(100), at(200)]
    try {
      for (const when of [near, far]) {
        await client.query('select platform.mark_due($1, $2)', [tenant.schema, when.toJSDate()])
      }
    } finally {
      await client.end()
    }
    const owner = await connectAs('owner')
    try {
      const { rows } = await owner.query<{ due_at: Date }>(
        'select due_at from platform.due_work where tenant_id = $1',
        [tenant.id]
      )
      assert.equal(rows[0]?.due_at.getTime(), near.toMillis())
    } finally {
      await owner.end()
    }
  })
})

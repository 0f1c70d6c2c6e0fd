import { test } from '@japa/runner'
import fc from 'fast-check'
import app from '@adonisjs/core/services/app'
import Tenant from '#tenancy/models/tenant'
import { SubdomainTaken } from '#tenancy/provisioning/errors'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'
import { generateSchemaName, schemaName } from '#tenancy/schema_name'
import { asOwner, connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { anySlug, createTenant, dropTenant, newTenant } from '#tests/support/tenants'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Schemas and roles that look like a tenant's and belong to none. */
async function orphans(): Promise<string[]> {
  const rows = await asOwner<{ name: string }>(
    `select 'schema ' || nspname as name from pg_namespace where nspname ~ '^t_[a-z2-7]{12}$'
        and nspname not in (select schema from platform.tenants)
     union all
     select 'role ' || rolname from pg_roles where rolname ~ '^t_[a-z2-7]{12}$'
        and rolname not in (select schema from platform.tenants)
     order by 1`
  )
  return rows.map(({ name }) => name)
}

test.group('Provisioning a tenant', (group) => {
  let before: string[]
  group.each.setup(async () => {
    before = await orphans()
  })

  test('leaves a tenant that is ready', async ({ assert }) => {
    const tenant = await createTenant({ trialDays: 14 })
    const [due] = await asOwner('select schema from platform.due_work where tenant_id = $1', [
      tenant.id,
    ])

    assert.isTrue(tenant.isOpen)
    assert.equal(tenant.schemaVersion, await latestVersion())
    assert.deepEqual(due, { schema: tenant.schema })
    assert.closeTo(tenant.trialEndsAt?.diffNow().as('days') ?? 0, 14, 0.1)
    await dropTenant(tenant)
  })

  test('with at most twenty tables', async ({ assert }) => {
    const tenant = await createTenant()
    const [{ n } = { n: 99 }] = await asOwner<{ n: number }>(
      'select count(*)::int as n from pg_tables where schemaname = $1',
      [tenant.schema]
    )
    assert.isAtMost(n, 20)
    await dropTenant(tenant)
  })

  test('many at once for one subdomain: one has it, nothing is left of the others', async ({
    assert,
  }) => {
    const slug = anySlug()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => createTenant({ slug }))
    )
    const winners = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value] : []
    )
    const reasons = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : []
    )

    assert.lengthOf(winners, 1)
    for (const reason of reasons) assert.instanceOf(reason, SubdomainTaken)
    assert.deepEqual(await orphans(), before)
    assert.lengthOf(await Tenant.query().where('slug', slug), 1)
    for (const tenant of winners) await dropTenant(tenant)
  })

  test('killed half-way leaves nothing, and can be done again', async ({ assert }) => {
    const input = newTenant()
    const somebody = await connectAs('owner')
    await somebody.query('begin')
    await somebody.query('lock table platform.due_work in share row exclusive mode')

    const provisionTenant = await app.container.make(ProvisionTenant)
    const provisioning = provisionTenant.execute(input)
    const killed = assert.rejects(() => provisioning, /terminat/)
    try {
      await eventually('provisioning to reach the locked table, and its end', async () => {
        const ended = await asOwner(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where wait_event_type = 'Lock' and query like '%create role t!_%' escape '!'
              and datname = current_database()`
        )
        return ended.length > 0
      })
    } finally {
      await somebody.end()
    }
    await killed

    assert.deepEqual(await orphans(), before)
    assert.isNull(await Tenant.findBy('slug', input.slug))
    await dropTenant(await provisionTenant.execute(input))
  })

  test('a subdomain that cannot be a host leaves nothing: {$self}')
    .with(['UPPER', 'has space', 'a', '-dash', 'dash-', 'dot.dot', `x'; drop schema platform; --`])
    .run(async ({ assert }, slug) => {
      await assert.rejects(() => createTenant({ slug }), /tenants_slug_check/)
      assert.deepEqual(await orphans(), before)
    })

  test('a company may be called anything', async ({ assert }) => {
    const name = `O'Hara"; drop schema platform cascade; -- ? $1 <script>alert(1)</script>`
    const tenant = await createTenant({ name })
    assert.equal((await Tenant.findOrFail(tenant.id)).name, name)
    await dropTenant(tenant)
  })
})

test.group('The name of a schema', () => {
  test('is never the slug, and never twice the same', ({ assert }) => {
    const names = Array.from({ length: 2000 }, generateSchemaName)
    assert.lengthOf(new Set(names), names.length)
    for (const name of names) assert.match(name, /^t_[a-z2-7]{12}$/)
  })

  test('nothing else passes for one', () => {
    const almost = fc
      .tuple(fc.string(), fc.string({ minLength: 1 }))
      .map(([head, tail]) => `${head}${generateSchemaName()}${tail}`)
    const right = fc.constant(null).map(() => String(generateSchemaName()))
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), almost, right),
        (text) => passes(text) === (text.length === 14 && plain(text))
      ),
      { numRuns: 500 }
    )
  })

  test('refused: {$self}')
    .with([
      'public',
      'platform',
      'pg_catalog',
      't_abcdefghijk',
      't_abcdefghijklm',
      't_ABCDEFGHIJKL',
      't_abcdefghijk1',
      't_abcdefghijkl\n',
      't_abcdefghijkl; drop schema platform',
      't_abcdefghijkl, platform',
      '"t_abcdefghijkl"',
      '',
    ])
    .run(({ assert }, text) => {
      assert.throws(() => schemaName(text), 'Not the name of a tenant schema')
    })
})

/** Said another way than the code says it. */
function plain(text: string): boolean {
  const [t, underscore, ...rest] = text
  return t === 't' && underscore === '_' && rest.every((c) => ALPHABET.includes(c))
}

function passes(text: string): boolean {
  try {
    return schemaName(text) === text
  } catch {
    return false
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Package from '#hotspot/packages/package'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { asOwner, connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

/** What of Postgres looks like a tenant's and belongs to none. */
async function orphans(): Promise<string[]> {
  const rows = await asOwner<{ name: string }>(
    `select nspname as name from pg_namespace where nspname ~ '^t_[a-z2-7]{12}$'
     union select rolname from pg_roles where rolname ~ '^t_[a-z2-7]{12}$'
     except select schema from platform.tenants order by 1`
  )
  return rows.map(({ name }) => name)
}

/** Begins a sign-up in a process of its own. */
function begin(subdomain: string, end = 'none') {
  const email = `${subdomain}@greennet.test`
  const script = app.makePath('tests/functional/platform/states/one_sign_up.ts')
  const child = spawn(
    process.execPath,
    ['--import', '@poppinss/ts-exec', script, subdomain, email, PASSWORD, end],
    { cwd: app.makePath(), stdio: 'ignore' }
  )
  return { child, email, ended: once(child, 'exit') }
}

/** Holds a table until a sign-up’s statement stands before it, and kills its process there. */
async function killAt(table: string, statement: string, subdomain: string): Promise<string> {
  const holder = await connectAs('owner')
  try {
    await holder.query('begin')
    await holder.query(`lock table ${table} in share row exclusive mode`)
    const { child, email, ended } = begin(subdomain)
    await eventually(
      `the sign-up stands before ${table}`,
      async () => {
        const waiting = await asOwner(
          `select from pg_stat_activity where wait_event_type = 'Lock' and query ilike $1`,
          [`%${statement}%`]
        )
        return waiting.length > 0
      },
      60
    )
    child.kill('SIGKILL')
    await ended
    return email
  } finally {
    await holder.end()
  }
}

async function killWhenOpened(subdomain: string): Promise<string> {
  const { email, ended } = begin(subdomain, 'opened')
  await ended
  return email
}

test.group('Sign-up | Killed half-way', (group) => {
  group.each.timeout(90_000)

  test('{at}, and the same form opens the company')
    .with([
      {
        at: 'before its schema',
        kill: (name: string) => killAt('platform.due_work', 'create role t\\_', name),
        left: 0,
      },
      {
        at: 'with every table',
        kill: (name: string) =>
          killAt('platform.memberships', 'insert into platform.memberships', name),
        left: 0,
      },
      { at: 'when it was opened and empty', kill: killWhenOpened, left: 1 },
    ])
    .run(async ({ assert }, { kill, left }) => {
      const before = await orphans()
      const subdomain = anySlug()
      const email = await kill(subdomain)
      const there = () => Tenant.query().where('slug', subdomain)
      await eventually('Postgres has noticed', async () => {
        const now = await orphans()
        return now.length === before.length && (await there()).length === left
      })

      const page = await new Visitor(appUrl.host).send('/signup', {
        company: 'GreenNet',
        subdomain,
        country: 'BD',
        name: 'Rahim Uddin',
        email,
        password: PASSWORD,
        example_packages: '1',
      })
      assert.include(page.headers.location, `//${subdomain}.`)
      const [tenant, ...others] = await there()
      assert.isEmpty(others)
      assert.exists(tenant)
      if (!tenant) return
      assert.equal(tenant.status, 'trial')
      const tenancy = await app.container.make(Tenancy)
      assert.isNotEmpty(await tenancy.run(tenant, () => Package.all()))
    })

  test('somebody else’s form does not open it, nor does another password', async ({ assert }) => {
    const subdomain = anySlug()
    const email = await killWhenOpened(subdomain)
    for (const changes of [{ email: `other-${email}` }, { password: 'another password' }]) {
      const page = await new Visitor(appUrl.host).send('/signup', {
        company: 'GreenNet',
        subdomain,
        country: 'BD',
        name: 'Rahim Uddin',
        email,
        password: PASSWORD,
        ...changes,
      })
      assert.notInclude(page.headers.location, '/enter')
    }
  })
})

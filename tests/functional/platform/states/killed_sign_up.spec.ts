import { spawn } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Package from '#hotspot/packages/package'
import { starterPackages } from '#hotspot/packages/starter_packages'
import type Account from '#platform/accounts/account'
import { FinishOpening } from '#platform/signup/finish_opening'
import Opening from '#platform/signup/opening'
import Tenant from '#tenancy/models/tenant'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'
import { Tenancy } from '#tenancy/tenancy'
import { visit } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anAccount } from '#tests/functional/platform/accounts/people'
import { move, orphans } from '#tests/functional/platform/states/stage'
import { anySlug, newTenant } from '#tests/support/tenants'

/** Statements of a sign-up in their order; whoever dies before one has done all before it. */
const UNDONE = [
  { at: 'before its schema', statement: 'create role' },
  { at: 'with all but somebody to open it', statement: 'pgboss' },
]
const LEFT = [
  { at: 'as soon as it is there', statement: `set_config('role'` },
  { at: 'with nothing laid on its table', statement: 'insert into "packages"' },
  { at: 'about to open', statement: 'delete from "platform"."openings"' },
]

interface Killed {
  subdomain: string
  email: string
}

/** Has a process sign somebody up and die before the statement. */
async function killedBefore(statement: string): Promise<Killed> {
  const subdomain = anySlug()
  const email = `${subdomain}@greennet.test`
  const script = app.makePath('tests/functional/platform/states/one_sign_up.ts')
  const child = spawn(
    process.execPath,
    ['--import', '@poppinss/ts-exec', script, subdomain, email, PASSWORD, statement],
    { cwd: app.makePath(), stdio: 'ignore' }
  )
  const [, signal]: unknown[] = await once(child, 'exit')
  if (signal !== 'SIGKILL') throw new Error(`The sign-up went past ${statement}`)
  return { subdomain, email }
}

/** Sends the same form, as somebody does who got no answer. */
function again({ subdomain, email }: Killed, changes: Record<string, string> = {}) {
  return new Visitor(appUrl.host).send('/signup', {
    company: 'GreenNet',
    subdomain,
    country: 'BD',
    name: 'Rahim Uddin',
    email,
    password: PASSWORD,
    example_packages: '1',
    ...changes,
  })
}

/** The only company of that name, when it is open with all that was asked for. */
async function opened({ subdomain }: Killed): Promise<Tenant | null> {
  const [tenant, ...others] = await Tenant.query().where('slug', subdomain)
  if (others.length > 0) throw new Error(`${subdomain} is there several times`)
  if (tenant?.status !== 'trial' || (await Opening.find(tenant.id))) return null
  const tenancy = await app.container.make(Tenancy)
  const packages = await tenancy.run(tenant, () => Package.all())
  if (packages.length !== starterPackages.length) throw new Error('Half of its packages are there')
  return tenant
}

/** Has the worker open it now, or not while a test lasts. */
async function workAfter(delay: '0' | '1 hour', { subdomain }: Pick<Killed, 'subdomain'>) {
  await asOwner(
    `update pgboss.job set start_after = now() + $2::interval where name = 'open-tenant'
      and data->>'tenantId' = (select id::text from platform.tenants where slug = $1)`,
    [subdomain, delay]
  )
}

test.group('Sign-up | Killed half-way', (group) => {
  let before: string[]
  const killed = new Map<string, Killed>()
  const at = (statement: string) => killed.get(statement) ?? { subdomain: '', email: '' }

  group.setup(async () => {
    before = await orphans()
    const statements = [...UNDONE, ...LEFT].map(({ statement }) => statement)
    await Promise.all(
      statements.map(async (statement) => killed.set(statement, await killedBefore(statement)))
    )
  })
  group.each.timeout(60_000)

  test('{at}, it never was, and the same form opens the company')
    .with(UNDONE)
    .run(async ({ assert }, { statement }) => {
      const { subdomain } = at(statement)
      await eventually('Postgres has noticed', async () => {
        const now = await orphans()
        return now.every((name) => before.includes(name))
      })
      assert.isNull(await Tenant.findBy('slug', subdomain))
      const page = await again(at(statement))
      assert.include(page.headers.location, `//${subdomain}.`)
      assert.exists(await opened(at(statement)))
    })

  test('{at}, the worker alone opens it')
    .with(LEFT)
    .run(async ({ assert }, { statement }) => {
      await workAfter('0', at(statement))
      const tenant = await eventually('it is open', () => opened(at(statement)), 30)
      const members = await asOwner('select role from platform.memberships where tenant_id = $1', [
        tenant.id,
      ])
      assert.deepEqual(members, [{ role: 'owner' }])
    })
})

test.group('Sign-up | Not opened yet', (group) => {
  let half: Tenant
  let owner: Account
  group.each.timeout(60_000)
  /** As the process leaves it that dies when the company is there. */
  group.each.setup(async () => {
    const provision = await app.container.make(ProvisionTenant)
    const account = await anAccount()
    half = await provision.execute({
      ...newTenant(),
      ownerAccountId: account.id,
      opening: { examplePackages: true },
    })
    owner = account
    await workAfter('1 hour', { subdomain: half.slug })
  })

  test('nobody finds it, and no form of somebody else’s opens it', async ({ assert }) => {
    assert.equal((await visit(`${half.slug}.${appUrl.host}`, '/login')).status, 404)
    for (const [field, value] of [
      ['email', `other-${owner.email}`],
      ['password', 'another password'],
    ] as const) {
      const form = { subdomain: half.slug, email: owner.email }
      const page = await again(form, { [field]: value })
      assert.notInclude(page.headers.location, '/enter')
    }
  })

  test('its owner’s form opens it, sent twice at once', async ({ assert }) => {
    const form = { subdomain: half.slug, email: owner.email }
    const pages = await Promise.all([1, 2].map(() => again(form)))
    for (const page of pages) assert.include(page.headers.location, `//${half.slug}.`)
    assert.exists(await opened(form))
  })

  test('signing in opens it, and its dashboard is the next page', async ({ assert }) => {
    const visitor = new Visitor(appUrl.host)
    const page = await visitor.send('/login', { email: owner.email, password: PASSWORD })
    const { host, pathname, search } = new URL(page.headers.location ?? '')
    const entered = await new Visitor(host).get(pathname + search)
    assert.equal(entered.headers.location, '/dashboard')
    assert.exists(await opened({ subdomain: half.slug, email: owner.email }))
  })

  test('what was closed before it opened stays closed', async ({ assert }) => {
    await move(half.id, 'closed')
    const finish = await app.container.make(FinishOpening)
    await finish.execute(half.id)
    assert.equal((await half.refresh()).status, 'closed')
    assert.isNull(await Opening.find(half.id))
  })
})

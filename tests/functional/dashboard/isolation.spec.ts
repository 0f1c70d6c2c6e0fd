import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { EnterTenant } from '#platform/accounts/enter_tenant'
import { hostOf, visit } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { aPackage, mac, mobile } from '#tests/support/fixtures'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'

/** Stands in everything of the one ISP, and must be seen nowhere at the other. */
const MARK = 'Verdant-Eyes-Only'
/** A page that is quickly made and has a form. */
const LIGHT_PAGE = '/dashboard/settings/profile'
const FIRST = 901
const LAST = 903

interface Act {
  method: string
  pattern: string
}

/** Every page and act of the dashboard there is; what is added later is tried, too. */
function acts(): Act[] {
  return Object.entries(router.toJSON())
    .filter(([domain]) => domain.startsWith(':tenant.'))
    .flatMap(([, routes]) => routes)
    .filter(({ pattern }) => pattern.startsWith('/dashboard'))
    .flatMap(({ pattern, methods }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => ({ method, pattern }))
    )
}

let green: Isp
let red: Isp

test.group('Two ISPs', (group) => {
  group.setup(async () => {
    red = await openIsp({ packages: false })
    green = await openIsp({ packages: false })
    await fill(green)
  })

  test('the dashboard’s routes are found', ({ assert }) => {
    const found = acts().map(({ method, pattern }) => `${method} ${pattern}`)
    for (const known of [
      'GET /dashboard',
      'PUT /dashboard/routers/:id',
      'DELETE /dashboard/packages/:id',
      'GET /dashboard/payments/:id',
    ]) {
      assert.include(found, known)
    }
    assert.isAbove(found.length, 25)
  })

  test('a stranger is sent to sign in, whatever is asked', async ({ assert }) => {
    const before = await everythingOf(green)
    const stranger = new Visitor(hostOf(green.tenant))
    const token = csrfOf((await stranger.get('/login')).body)
    const cookies = stranger.browser.cookiesOf(stranger.host)
    for (const act of acts()) {
      const page = await perform(act, hostOf(green.tenant), cookies, token)
      assert.match(page.headers.location ?? '', /^\/login(?:\?|$)/, `${act.method} ${act.pattern}`)
      assert.notInclude(page.body, MARK)
    }
    assert.deepEqual(await everythingOf(green), before)
  }).timeout(180_000)

  test('another ISP’s session is a stranger’s', async ({ assert }) => {
    const before = await everythingOf(green)
    for (const act of acts()) {
      const thief = await hopOver(red)
      const token = csrfOf((await thief.get(LIGHT_PAGE)).body)
      const cookies = thief.browser.cookiesOf(thief.host)
      const page = await perform(act, hostOf(green.tenant), cookies, token)
      assert.match(page.headers.location ?? '', /^\/login(?:\?|$)/, `${act.method} ${act.pattern}`)
      assert.notInclude(page.body, MARK)
    }
    assert.deepEqual(await everythingOf(green), before)
  }).timeout(180_000)

  test('another ISP’s ids are nobody’s at home', async ({ assert }) => {
    const before = await everythingOf(green)
    const operator = await operatorOf(red)
    for (const act of acts()) {
      const { host, browser } = operator
      const token = csrfOf((await operator.get(LIGHT_PAGE)).body)
      const page = await perform(act, host, browser.cookiesOf(host), token)
      assert.notInclude(page.body, MARK, `${act.method} ${act.pattern}`)
      if (act.method === 'GET' && act.pattern.includes(':id'))
        assert.equal(page.status, 404, `${act.method} ${act.pattern}`)
      else assert.isBelow(page.status, 500, `${act.method} ${act.pattern}`)
      const next = page.headers.location ? await operator.follow(page) : page
      assert.notInclude(next.body, MARK, `after ${act.method} ${act.pattern}`)
    }
    assert.deepEqual(await everythingOf(green), before)
  }).timeout(180_000)

  test('its own operator sees it all, so the mark is there to be found', async ({ assert }) => {
    const operator = await operatorOf(green)
    for (const path of [
      '/routers',
      '/packages',
      '/customers',
      '/payments',
      '/messages',
      '/logs',
      '/logs?tab=activity',
      `/routers/${LAST}`,
      `/customers/${LAST}`,
      `/payments/${LAST}`,
    ]) {
      assert.include((await operator.get(`/dashboard${path}`)).body, MARK, path)
    }
  })

  test('searching finds only one’s own', async ({ assert }) => {
    const operator = await operatorOf(red)
    for (const path of [
      'customers',
      'payments',
      'messages',
      'logs',
      'logs?tab=activity',
      'logs?tab=suspensions',
    ]) {
      const joint = path.includes('?') ? '&' : '?'
      for (const q of [MARK, mobile(FIRST), mac(FIRST), '%', '_', `' or 1=1 --`]) {
        const page = await operator.get(`/dashboard/${path}${joint}q=${encodeURIComponent(q)}`)
        assert.equal(page.status, 200)
        for (const theirs of [MARK, mobile(FIRST)]) {
          assert.notInclude(withoutQuestion(page.body, q), theirs, `${path} ${q}`)
        }
      }
    }
  })
})

/** Signed in by the hop from the platform's host, which takes no password to be checked. */
async function hopOver({ account, tenant }: Isp): Promise<Visitor> {
  const visitor = new Visitor(hostOf(tenant))
  const enter = await app.container.make(EnterTenant)
  const { pathname, search } = new URL(await enter.link(account, tenant, { userAgent: '' }))
  await visitor.get(`${pathname}${search}`)
  return visitor
}

/** A page without the question it repeats: in the field, in a filter's chip, in a link. */
function withoutQuestion(body: string, q: string): string {
  return body.replaceAll(q, '').replaceAll(encodeURIComponent(q), '').replaceAll(q.slice(1), '')
}

function perform({ method, pattern }: Act, host: string, cookie: string, token: string) {
  const path = pattern
    .replace(':id', String(LAST))
    .replace(':file', `${LAST}.pdf`)
    .replace(':kind', 'sms')
    .replace('/payment/:provider', '/payment/bkash')
    .replace(':provider', 'bulksmsbd')
    .replace(':event', 'otp')
    .replace(':day', '2026-01-31')
    .replace(':cashier', String(LAST))
  if (method === 'GET') return visit(host, path, { headers: { cookie } })
  return visit(host, `${path}?_method=${method}`, {
    method: 'POST',
    headers: { cookie },
    form: { _csrf: token },
  })
}

function csrfOf(body: string): string {
  const token = /name='_csrf' value='([^']+)'/.exec(body)?.[1]
  if (!token) throw new Error('The page has no form')
  return token
}

/** Rows in every list of the ISP, with numbers that no row of the other has. */
async function fill(isp: Isp): Promise<void> {
  for (const table of ['routers', 'packages', 'customers', 'payment_intents']) {
    await inSchema(isp, `alter table ${table} alter column id restart with ${FIRST}`)
  }
  for (let n = FIRST; n <= LAST; n += 1) {
    const { id } = await registerRouter(isp)
    await isp.inside(async () => {
      await Package.create({ ...aPackage({ name: `${MARK} ${n}` }) })
      const customer = await Customer.create({
        mobile: mobile(n),
        name: `${MARK} ${n}`,
        status: 'active',
      })
      await customer.related('devices').create({ mac: mac(n), lastIp: '10.5.50.2' })
    })
    await inSchema(
      isp,
      `
      update routers set name = '${MARK} ${n}' where id = ${id};
      insert into payment_intents (reference, customer_id, mobile, offer, gateway, amount_minor, currency, return_token, expires_at)
        values ('${MARK}-${n}', ${n}, '${mobile(n)}', '{"name": "${MARK}"}', 'bkash', 3000, 'BDT', 'x', now());
      insert into payment_transitions (intent_id, to_state, cause) values (${n}, 'created', '${MARK}');
      insert into sms_messages (customer_id, mobile, event, body, segments, status) values (${n}, '${mobile(n)}', 'welcome', '${MARK}', 1, 'sent');
      insert into hotspot_logs (customer_id, mobile, mac, event) values (${n}, '${mobile(n)}', '${mac(n)}', '${MARK}');
      insert into activity_log (account_name, action, subject) values ('${MARK}', 'router.added', '${MARK}');
    `
    )
  }
}

function inSchema({ tenant }: Isp, sql: string): Promise<unknown> {
  return asOwner(`set search_path = ${tenant.schema}; ${sql}`)
}

/** Every row of the ISP's tables that its operators can change, as text. */
async function everythingOf({ tenant }: Isp): Promise<unknown> {
  const tables = [
    'routers',
    'packages',
    'customers',
    'devices',
    'payment_gateways',
    'sms_gateways',
    'payment_intents',
    'activations',
    'customer_payments',
    'vouchers',
    'hotspot_logs',
    'router_commands',
    'activity_log',
  ]
  const columns = tables.map(
    (table) => `(select jsonb_agg(r order by id) from ${tenant.schema}.${table} r) as ${table}`
  )
  return asOwner(
    `select ${columns.join(', ')}, (select to_jsonb(t) from platform.tenants t where id = ${tenant.id}) as tenant,
       (select jsonb_agg(c order by id) from platform.radius_clients c where tenant_id = ${tenant.id}) as clients`
  )
}

import { test } from '@japa/runner'
import type { Role } from '#platform/accounts/membership'
import Package from '#hotspot/packages/package'
import Router from '#routers/router'
import Tenant from '#tenancy/models/tenant'
import { formOf, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const PAGES = [
  '',
  '/routers',
  '/packages',
  '/customers',
  '/payments',
  '/messages',
  '/logs',
  '/settings/gateways',
  '/settings/sms',
  '/settings/sms/bulksmsbd',
  '/settings/sms/guard',
  '/settings/profile',
]

/** Everything that changes something, and what it needs to have changed it. */
const acts: { act: string; path: (isp: Isp) => Promise<string>; form?: Record<string, string> }[] =
  [
    { act: 'open the form of a new router', path: async () => 'GET /routers/create' },
    { act: 'add a router', path: async () => 'POST /routers' },
    {
      act: 'open a router’s form',
      path: async (isp) => `GET /routers/${await routerOf(isp)}/edit`,
    },
    { act: 'change a router', path: async (isp) => `PUT /routers/${await routerOf(isp)}` },
    { act: 'delete a router', path: async (isp) => `DELETE /routers/${await routerOf(isp)}` },
    { act: 'open the form of a new package', path: async () => 'GET /packages/create' },
    { act: 'add a package', path: async () => 'POST /packages' },
    { act: 'add the examples', path: async () => 'POST /packages/starter' },
    {
      act: 'open a package’s form',
      path: async (isp) => `GET /packages/${await packageOf(isp)}/edit`,
    },
    { act: 'change a package', path: async (isp) => `PUT /packages/${await packageOf(isp)}` },
    { act: 'delete a package', path: async (isp) => `DELETE /packages/${await packageOf(isp)}` },
    {
      act: 'connect a gateway',
      path: async () => 'POST /settings/gateways/payment/bkash',
      form: { environment: 'live', username: 'a', password: 'b', app_key: 'c', app_secret: 'd' },
    },
    {
      act: 'connect an SMS account',
      path: async () => 'POST /settings/sms/bulksmsbd',
      form: { environment: 'live', api_key: 'a', sender_id: 'b' },
    },
    {
      act: 'say where codes go',
      path: async () => 'POST /settings/sms/guard',
      form: { 'countries[]': 'BD', 'per_day': '100' },
    },
    {
      act: 'change the profile',
      path: async () => 'POST /settings/profile',
      form: { name: 'Renamed', brand_color: '#000000', locale: 'en', timezone: 'UTC' },
    },
  ]

async function routerOf(isp: Isp): Promise<number> {
  return (await registerRouter(isp)).id
}

async function packageOf(isp: Isp): Promise<number> {
  return (await isp.inside(() => Package.findByOrFail('name', 'Weekly'))).id
}

async function perform(
  visitor: Visitor,
  target: string,
  form: Record<string, string> = {}
): Promise<number> {
  const [method = '', path = ''] = target.split(' ')
  if (method === 'GET') return (await visitor.get(`/dashboard${path}`)).status
  const { _csrf: token = '' } = formOf(await visitor.get('/dashboard'), '/logout').fields
  const page = await visitor.browser.visit(visitor.host, `/dashboard${path}?_method=${method}`, {
    method: 'POST',
    form: { ...form, _csrf: token },
  })
  return page.status
}

let isp: Isp
const people = new Map<Role, Visitor>()

test.group('Roles', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    for (const role of ['owner', 'manager', 'cashier', 'support'] as const) {
      people.set(role, await operatorOf(isp, role))
    }
  })

  test('a {role} sees every page')
    .with((['owner', 'manager', 'cashier', 'support'] as const).map((role) => ({ role })))
    .run(async ({ assert }, { role }) => {
      for (const path of PAGES)
        assert.equal((await visitorOf(role).get(`/dashboard${path}`)).status, 200, path)
    })

  test('a cashier and a support person may not {act}')
    .with(acts)
    .run(async ({ assert }, { path, form }) => {
      const target = await path(isp)
      const before = await stateOf(isp)
      for (const role of ['cashier', 'support'] as const) {
        assert.equal(await perform(visitorOf(role), target, form), 403, role)
      }
      assert.deepEqual(await stateOf(isp), before)
    })

  test('a manager may {act}')
    .with(acts)
    .run(async ({ assert }, { path, form }) => {
      const own = await openIsp()
      const manager = await operatorOf(own, 'manager')
      assert.include([200, 302], await perform(manager, await path(own), form))
    })

  test('who may not change things is offered nothing to change', async ({ assert }) => {
    const { id } = await registerRouter(isp)
    for (const path of [
      '/routers',
      `/routers/${id}`,
      '/packages',
      '/settings/gateways',
      '/settings/profile',
    ]) {
      const page = await visitorOf('support').get(`/dashboard${path}`)
      assert.notMatch(
        page.body,
        /href="[^"]*\/(?:create|edit)"|_method=DELETE|packages\/starter"/,
        path
      )
    }
    assert.include(
      text((await visitorOf('support').get('/dashboard/routers/create')).body),
      'not yours to open'
    )
  })

  test('a read-only ISP’s owner looks, and changes nothing')
    .with(acts)
    .run(async ({ assert }, { path, form }) => {
      const unpaid = await openIsp()
      const target = await path(unpaid)
      const owner = await operatorOf(unpaid)
      await unpaid.tenant.merge({ status: 'read_only' }).save()
      const before = await stateOf(unpaid)
      assert.equal(await perform(owner, target, form), 403)
      assert.deepEqual(await stateOf(unpaid), before)
      assert.equal((await owner.get('/dashboard/packages')).status, 200)
    })
})

function visitorOf(role: Role): Visitor {
  const visitor = people.get(role)
  if (!visitor) throw new Error(`There is no ${role}`)
  return visitor
}

async function stateOf({ tenant, inside }: Isp) {
  const { name, brandColor } = await Tenant.findOrFail(tenant.id)
  return inside(async () => ({
    name,
    brandColor,
    routers: (await Router.query().orderBy('id')).map((router) => router.name),
    packages: (await Package.query().orderBy('id')).map((each) => each.name),
  }))
}

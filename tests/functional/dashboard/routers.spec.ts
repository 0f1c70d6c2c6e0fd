import { test } from '@japa/runner'
import { quoted } from '#routers/provisioning/quoted'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import RouterToken from '#tenancy/resolution/router_token'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import {
  connectRouter,
  mayHaveManyRouters,
  openIsp,
  registerRouter,
  routerAddress,
  type Isp,
} from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const LIST = '/dashboard/routers'
const CREATE = '/dashboard/routers/create'
const HTML = `<script>alert(1)</script>"'><img src=x>`

let isp: Isp
let operator: Visitor

function aRouter(changes: Record<string, string> = {}): Record<string, string> {
  const address = routerAddress()
  return {
    name: `Zone ${address}`,
    address,
    identity: `Zone ${address}`,
    radius_secret: 'a-radius-secret',
    api_user: 'portico',
    api_password: 'an-api-password',
    ...changes,
  }
}

function add(changes: Record<string, string> = {}) {
  return operator.submit(CREATE, aRouter(changes), LIST)
}

function named(name: string): Promise<Router | null> {
  return isp.inside(() => Router.findBy('name', name))
}

test.group('Routers', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    await mayHaveManyRouters(isp)
    operator = await operatorOf(isp)
  })

  test('a router is added, and its page says what to enter in it', async ({ assert }) => {
    const input = aRouter({ radius_secret: 'the secret of this one' })
    const page = await operator.submit(CREATE, input, LIST)
    const router = await named(input.name ?? '')
    if (!router) throw new Error('The router was not saved')

    assert.include(noticeOf(page), `${input.name} is added`)
    assert.include(text(page.body), 'the secret of this one')
    assert.include(text(page.body), `/h/${router.token}`)
    assert.notInclude(page.body, 'an-api-password')

    const client = await RadiusClient.findByOrFail('address', input.address)
    assert.containSubset(client.toJSON(), {
      tenantId: isp.tenant.id,
      routerId: router.id,
      schema: isp.tenant.schema,
    })
    assert.equal(client.secret, 'the secret of this one')
    assert.equal((await RouterToken.findOrFail(router.token)).identity, input.identity)
  })

  test('the form proposes a strong secret and password, others each time', async ({ assert }) => {
    for (const field of ['radius_secret', 'api_password']) {
      const proposals = [await operator.get(CREATE), await operator.get(CREATE)].map(
        (page) => formOf(page, LIST).fields[field] ?? ''
      )
      for (const proposal of proposals) assert.match(proposal, /^[\w-]{20,}$/)
      assert.notEqual(proposals[0], proposals[1])
    }
  })

  test('at rest neither secret nor password can be read', async ({ assert }) => {
    const input = aRouter({
      radius_secret: 'sealed-radius-secret',
      api_password: 'sealed-api-password',
    })
    await operator.submit(CREATE, input, LIST)
    const rows = JSON.stringify(
      await asOwner(`select * from ${isp.tenant.schema}.routers where name = $1`, [input.name])
    )
    assert.include(rows, input.address ?? '')
    assert.notInclude(rows, 'sealed-')
  })

  test('without an identity the name is it', async ({ assert }) => {
    const input = aRouter({ identity: '' })
    await operator.submit(CREATE, input, LIST)
    assert.equal((await named(input.name ?? ''))?.identity, input.name)
  })

  test('refuses {field} {value}')
    .with([
      { field: 'name', value: '' },
      { field: 'name', value: 'x' },
      { field: 'name', value: 'x'.repeat(61) },
      { field: 'name', value: 'two\nlines' },
      { field: 'address', value: '' },
      { field: 'address', value: 'router.example' },
      { field: 'address', value: '103.120.4' },
      { field: 'address', value: '103.120.4.256' },
      { field: 'address', value: '2001:db8::1' },
      { field: 'address', value: '103.120.4.10/24' },
      { field: 'address', value: `'; drop table routers --` },
      { field: 'identity', value: 'bell\u0007' },
      { field: 'identity', value: 'x'.repeat(65) },
      { field: 'hotspot_address', value: '' },
      { field: 'hotspot_address', value: 'http://192.168.88.1/' },
      { field: 'hotspot_address', value: HTML },
      { field: 'radius_secret', value: '' },
      { field: 'radius_secret', value: 'short' },
      { field: 'radius_secret', value: 'x'.repeat(65) },
      { field: 'radius_secret', value: 'গোপন-গোপন' },
      { field: 'api_user', value: '' },
      { field: 'api_user', value: 'new\nline' },
      { field: 'api_password', value: '' },
      { field: 'api_password', value: 'p'.repeat(129) },
      { field: 'api_port', value: '0' },
      { field: 'api_port', value: '65536' },
      { field: 'api_port', value: '87.28' },
      { field: 'api_port', value: 'api' },
      { field: 'kind', value: 'pppoe' },
    ])
    .run(async ({ assert }, { field, value }) => {
      const input = aRouter({ [field]: value })
      const page = await operator.submit(CREATE, input, LIST)
      assert.isNotEmpty(errorAt(page, field))
      assert.isNull(await isp.inside(() => Router.findBy('identity', input.identity ?? '')))
      assert.notMatch(
        page.body,
        /value="(?:an-api-password|a-radius-secret)"/,
        'secrets are not shown again'
      )
      const kept = field === 'api_user' ? 'address' : 'api_user'
      assert.equal(formOf(page, LIST).fields[kept], input[kept])
    })

  test('an address of ours, {address}, is refused with its reason')
    .with(
      [
        '10.0.0.5',
        '10.255.1.1',
        '172.16.4.4',
        '192.168.88.1',
        '100.64.3.2',
        '169.254.169.254',
        '0.0.0.0',
        '192.0.2.1',
        '224.0.0.1',
        '255.255.255.255',
      ].map((address) => ({ address }))
    )
    .run(async ({ assert }, { address }) => {
      const input = aRouter({ address })
      assert.match(
        errorAt(await operator.submit(CREATE, input, LIST), 'address') ?? '',
        /private or reserved network/
      )
      assert.isNull(await named(input.name ?? ''))

      const router = await registerRouter(isp)
      const page = await operator.submit(
        `${LIST}/${router.id}/edit`,
        { address },
        `${LIST}/${router.id}`
      )
      assert.match(errorAt(page, 'address') ?? '', /private or reserved network/)
      assert.equal((await named(router.name))?.address, router.address)
    })

  test('every printable character of a secret arrives where it is used', async ({ assert }) => {
    const printable = Array.from({ length: 95 }, (_, index) =>
      String.fromCodePoint(32 + index)
    ).join('')
    for (const secret of [`a${printable.slice(1, 48)}b`, `c${printable.slice(48)}d`]) {
      const input = aRouter({ radius_secret: secret })
      const page = await operator.submit(CREATE, input, LIST)
      assert.equal((await RadiusClient.findByOrFail('address', input.address)).secret, secret)
      assert.include(text(page.body), secret.replace(/\s+/g, ' '))
      const { id } = (await named(input.name ?? '')) ?? { id: 0 }
      const joining = await operator.submit(
        `${LIST}/${id}`,
        { hotspot: 'existing' },
        `${LIST}/${id}/joining`
      )
      assert.include(text(joining.body), `secret=${quoted(secret).replace(/\s+/g, ' ')}`)
    }
  })

  test('HTML and SQL in names stay text, on every page and in the script', async ({ assert }) => {
    const input = aRouter({
      name: `${HTML} ' or 1=1 --`,
      identity: `${HTML}$(reboot)\\`,
      api_user: HTML,
    })
    await operator.submit(CREATE, input, LIST)
    const router = await named(input.name ?? '')
    if (!router) throw new Error('The router was not saved')
    for (const path of ['', `/${router.id}`, `/${router.id}/edit`]) {
      const { body } = await operator.get(`${LIST}${path}`)
      assert.notInclude(body, '<script>alert')
      assert.notInclude(body, '<img src=x')
    }
    const joining = await operator.submit(
      `${LIST}/${router.id}`,
      { hotspot: 'existing' },
      `${LIST}/${router.id}/joining`
    )
    assert.include(text(joining.body), `name="${`${HTML}$(reboot)\\`.replace(/["\\$]/g, '\\$&')}"`)
    assert.notInclude(joining.body, '<script>alert')
    const { fields } = formOf(
      await operator.get(`${LIST}/${router.id}/edit`),
      `${LIST}/${router.id}`
    )
    assert.equal(fields.name, input.name)
  })

  test('a name is used once, an address once on the whole platform', async ({ assert }) => {
    const taken = await registerRouter(isp)
    assert.match(
      errorAt(await add({ name: taken.name.toUpperCase() }), 'name') ?? '',
      /Another router/
    )
    assert.match(errorAt(await add({ address: taken.address }), 'address') ?? '', /in use already/)

    const other = await openIsp({ packages: false, gateways: false })
    const theirs = await registerRouter(other)
    const mine = aRouter({ address: theirs.address, radius_secret: 'stolen-address' })
    const page = await operator.submit(CREATE, mine, LIST)
    assert.match(errorAt(page, 'address') ?? '', /in use already/)
    assert.notInclude(page.body, other.tenant.name)
    assert.isNull(await named(mine.name ?? ''), 'nothing is left half done')
    const client = await RadiusClient.findByOrFail('address', theirs.address)
    assert.equal(client.tenantId, other.tenant.id)
    assert.notEqual(client.secret, 'stolen-address')
  })

  test('an edit to another ISP’s address changes nothing of either', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const theirs = await registerRouter(other)
    const mine = await registerRouter(isp)
    const page = await operator.submit(
      `${LIST}/${mine.id}/edit`,
      { address: theirs.address },
      `${LIST}/${mine.id}`
    )
    assert.match(errorAt(page, 'address') ?? '', /in use already/)
    assert.equal(
      (await RadiusClient.findByOrFail('address', theirs.address)).tenantId,
      other.tenant.id
    )
    assert.equal((await RadiusClient.findByOrFail('address', mine.address)).routerId, mine.id)
    assert.equal((await named(mine.name))?.address, mine.address)
  })

  test('an edit keeps secrets that are left empty, and shows none', async ({ assert }) => {
    const input = aRouter({
      radius_secret: 'kept-radius-secret',
      api_password: 'kept-api-password',
    })
    await operator.submit(CREATE, input, LIST)
    const { id } = (await named(input.name ?? '')) ?? { id: 0 }
    const edit = `${LIST}/${id}/edit`
    assert.notMatch((await operator.get(edit)).body, /kept-(?:radius|api)/)

    const address = routerAddress()
    const page = await operator.submit(
      edit,
      { address, name: `${input.name} moved` },
      `${LIST}/${id}`
    )
    assert.include(noticeOf(page), 'is saved')
    assert.equal((await RadiusClient.findByOrFail('address', address)).secret, 'kept-radius-secret')
    assert.isNull(
      await RadiusClient.findBy('address', input.address),
      'the old address is no NAS any more'
    )
    const router = await named(`${input.name} moved`)
    assert.equal(router?.apiTarget(isp.tenant.id).password, 'kept-api-password')

    await operator.submit(edit, { radius_secret: 'changed-radius-secret' }, `${LIST}/${id}`)
    assert.equal(
      (await RadiusClient.findByOrFail('address', address)).secret,
      'changed-radius-secret'
    )
  })

  test('checking a router that does not answer says so, and what to do', async ({ assert }) => {
    const router = await registerRouter(isp)
    const page = await operator.submit(`${LIST}/${router.id}`, {}, `${LIST}/${router.id}/check`)
    assert.equal(page.status, 200)
    assert.match(noticeOf(page), /cannot be reached|does not answer/)
    assert.include(text((await operator.get(LIST)).body), 'Does not answer')
  })

  test('checking one that answers tells its version, one with another password that it was refused', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const page = await operator.submit(`${LIST}/${router.id}`, {}, `${LIST}/${router.id}/check`)
    assert.match(noticeOf(page), /RouterOS 7/)

    await operator.submit(
      `${LIST}/${router.id}/edit`,
      { api_password: 'the wrong one' },
      `${LIST}/${router.id}`
    )
    const refused = await operator.submit(`${LIST}/${router.id}`, {}, `${LIST}/${router.id}/check`)
    assert.include(text(refused.body), 'Login refused')
    assert.notInclude(noticeOf(refused), 'the wrong one')
  })

  test('deleting one takes its RADIUS secret and token away', async ({ assert }) => {
    const router = await registerRouter(isp)
    const page = await operator.submit(
      `${LIST}/${router.id}`,
      {},
      `${LIST}/${router.id}?_method=DELETE`
    )
    assert.include(noticeOf(page), 'is deleted')
    assert.isNull(await RadiusClient.findBy('address', router.address))
    assert.isNull(await RouterToken.find(router.token))
    assert.equal((await operator.get(`${LIST}/${router.id}`)).status, 404)
    assert.isNotEmpty(await add({ address: router.address }), 'the address is free again')
    assert.equal(
      (await RadiusClient.findByOrFail('address', router.address)).tenantId,
      isp.tenant.id
    )
  })

  test('what was done is in the log, without a secret', async ({ assert }) => {
    const input = aRouter({ radius_secret: 'unlogged-secret', api_password: 'unlogged-password' })
    await operator.submit(CREATE, input, LIST)
    const { body } = await operator.get(
      `/dashboard/logs?tab=activity&q=${encodeURIComponent(input.name ?? '')}`
    )
    assert.include(text(body), 'Added router')
    assert.include(text(body), operator.address)
    assert.notInclude(body, 'unlogged-')
  })

  test('there is no router {id}')
    .with(['0', '999999', '99999999999999999999', '-1', '1.5', 'abc', '1%27'].map((id) => ({ id })))
    .run(async ({ assert }, { id }) => {
      assert.equal((await operator.get(`${LIST}/${id}`)).status, 404)
      assert.equal((await operator.get(`${LIST}/${id}/edit`)).status, 404)
    })
})

import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import RadiusClient from '#routers/registration/radius_client'
import { RemoveRouter } from '#routers/registration/remove_router'
import { SaveRouter } from '#routers/registration/save_router'
import { TunnelAddresses } from '#routers/tunnels/tunnel_addresses'
import { TunnelAddressesExhausted, TunnelAddressNotGiven } from '#routers/tunnels/tunnel_errors'
import { tunnelNetwork } from '#routers/tunnels/tunnel_server'
import { asOwner } from '#tests/support/database'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { createTenant, dropTenant } from '#tests/support/tenants'

let isp: Isp
let addresses: TunnelAddresses

/** A router at this address, saved as the form does. */
async function save(of: Isp, address: string, id?: number) {
  const action = await app.container.make(SaveRouter)
  const input = {
    name: `Zone ${address}`,
    address,
    identity: address,
    hotspotAddress: '10.5.50.1',
    radiusSecret: 'a-radius-secret',
    apiUser: 'portico',
    apiPassword: 'api-password',
    apiPort: 8728,
  }
  return action.execute(of.tenant, input, id)
}

async function rowOf(address: string) {
  const [row] = await asOwner<{
    tenant_id: string | null
    router_id: string | null
    public_key: string | null
    released_at: Date | null
  }>('select * from platform.router_tunnels where address = $1', [address])
  return row
}

/** As if it had been given back so long ago. */
const rested = (address: string, since: string) =>
  asOwner(
    `update platform.router_tunnels set released_at = now() - $2::interval where address = $1`,
    [address, since]
  )

test.group('Tunnel addresses', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    addresses = await app.container.make(TunnelAddresses)
  })

  test('many hands at once get one each, none of them ours', async ({ assert }) => {
    const given = await Promise.all(
      Array.from({ length: 40 }, () => addresses.reserve(isp.tenant.id))
    )
    assert.lengthOf([...new Set(given)], 40)
    assert.isTrue(given.every((address) => tunnelNetwork.contains(address)))
    assert.notInclude(given, tunnelNetwork.hub)
    await Promise.all(given.map((address) => addresses.giveBack(isp.tenant.id, address)))
  })

  test('a router keeps its own when it is saved again', async ({ assert }) => {
    const address = await addresses.reserve(isp.tenant.id)
    const router = await save(isp, address)
    assert.equal(await addresses.forRouter(isp.tenant.id, router.id), address)
    await save(isp, address, router.id)
    assert.equal((await rowOf(address))?.router_id, String(router.id))
    assert.equal((await RadiusClient.findByOrFail('address', address)).routerId, router.id)
  })

  test('one that was given back rests for a day before it is another’s', async ({ assert }) => {
    const address = await addresses.reserve(isp.tenant.id)
    const router = await save(isp, address)
    await (await app.container.make(RemoveRouter)).execute(isp.tenant, router.id)
    assert.containSubset(await rowOf(address), { tenant_id: null, router_id: null })
    assert.isNull(await RadiusClient.findBy('address', address))

    for (const since of ['0 hours', '23 hours']) {
      await rested(address, since)
      const other = await addresses.reserve(isp.tenant.id)
      assert.notEqual(other, address)
      await addresses.giveBack(isp.tenant.id, other)
    }
    await rested(address, '100 years')
    assert.equal(await addresses.reserve(isp.tenant.id), address)
    assert.isNull((await rowOf(address))?.released_at)
    await addresses.giveBack(isp.tenant.id, address)
  })

  test('one nobody came back for is given again after an hour', async ({ assert }) => {
    const address = await addresses.reserve(isp.tenant.id)
    await asOwner(
      `update platform.router_tunnels set reserved_at = now() - interval '61 minutes',
         released_at = null where address = $1`,
      [address]
    )
    const given: string[] = []
    // Those that rest long enough may come first.
    while (!given.includes(address) && given.length < 50) {
      given.push(await addresses.reserve(isp.tenant.id))
    }
    assert.include(given, address)
    for (const each of given) await addresses.giveBack(isp.tenant.id, each)
  })

  test('a tenant that is erased gives its addresses back, key and all', async ({ assert }) => {
    const tenant = await createTenant()
    const address = await addresses.reserve(tenant.id)
    await asOwner(
      `update platform.router_tunnels set router_id = 1, public_key = $2 where address = $1`,
      [address, `${Buffer.alloc(32, tenant.id % 251).toString('base64')}`]
    )
    await dropTenant(tenant)
    const row = await rowOf(address)
    assert.containSubset(row, { tenant_id: null, router_id: null, public_key: null })
    assert.isNotNull(row?.released_at)
  })

  test('nobody takes one by naming it: {what}')
    .with([
      { what: 'one nobody has', of: () => '10.79.200.200' },
      { what: 'our own end', of: () => tunnelNetwork.hub },
      { what: 'another ISP’s reservation', of: (other: number) => addresses.reserve(other) },
    ])
    .run(async ({ assert }, { of }) => {
      const other = await openIsp({ packages: false, gateways: false })
      const address = await of(other.tenant.id)
      await assert.rejects(() => save(isp, address), new TunnelAddressNotGiven().message)
      assert.isNull(await RadiusClient.findBy('address', address))

      const mine = await registerRouter(isp)
      await assert.rejects(() => save(isp, address, mine.id), new TunnelAddressNotGiven().message)
      const its = { tenantId: isp.tenant.id, routerId: mine.id }
      assert.equal((await RadiusClient.findByOrFail(its)).address, mine.address)
    })

  test('when all are taken it says so, and gives none twice', async ({ assert, cleanup }) => {
    // The last address of 10.64.0.0/12 is its broadcast; before it, nothing is left.
    cleanup(async () => {
      await asOwner(`delete from platform.router_tunnels where address = '10.79.255.254'`)
    })
    await asOwner(
      `insert into platform.router_tunnels (address, tenant_id, router_id) values ('10.79.255.254', $1, 999999)`,
      [isp.tenant.id]
    )
    await assert.rejects(async () => {
      for (let tries = 0; tries < 60; tries += 1) await addresses.reserve(isp.tenant.id)
    }, new TunnelAddressesExhausted().message)
    await asOwner(
      'update platform.router_tunnels set tenant_id = null where tenant_id = $1 and router_id is null',
      [isp.tenant.id]
    )
  })
})

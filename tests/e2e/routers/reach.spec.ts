import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { RemoveRouter } from '#routers/registration/remove_router'
import RouterTunnel from '#routers/tunnels/router_tunnel'
import { TunnelGateways } from '#routers/tunnels/tunnel_gateways'
import Tenant from '#tenancy/models/tenant'
import { comesIn, isPeer, opens, runRouter, serverKey, TS } from '#tests/e2e/routers/reach/looks'
import { CANNOT_RUN, namespacesForbidden } from '#tests/e2e/routers/reach/namespaces'
import {
  addRouter,
  API_PASSWORD,
  hub,
  NAT,
  Scene,
  SERVER,
  signIn,
  signIns,
  type Station,
} from '#tests/e2e/routers/reach/scene'
import { useKey } from '#tests/e2e/routers/reach/routeros_lines'
import { eventually } from '#tests/support/eventually'
import { openIsp } from '#tests/support/isp'

const forbidden = namespacesForbidden()

test.group('Routers behind NAT', (group) => {
  group.tap((one) => one.timeout(120_000))
  if (forbidden && process.env.PORTICO_NAMESPACES !== 'required') {
    group.tap((one) => one.skip(true, `${CANNOT_RUN} ${forbidden}`))
  }

  let scene: Scene
  let green: Station
  let red: Station

  group.setup(async () => {
    if (forbidden && process.env.PORTICO_NAMESPACES !== 'required') return
    if (forbidden) throw new Error(`PORTICO_NAMESPACES=required, and ${forbidden}`)
    scene = await Scene.open()
    try {
      green = await scene.station(await openIsp(), 1)
      red = await scene.station(await openIsp(), 2)
    } catch (error) {
      await scene.close()
      throw error
    }
  })
  group.teardown(() => scene?.close())

  test('two of them behind one address sign phones in, each as itself', async ({ assert }) => {
    for (const station of [green, red]) {
      await comesIn(station)
      const [first] = await signIns(station)
      assert.deepEqual(first, { reply: 'Access-Accept', from: station.router.address })
    }
    assert.notEqual(green.router.address, red.router.address)

    const wrong = await signIn({ ...green, phone: red.phone })
    assert.include(wrong.output, 'Received Access-Reject', 'another ISP’s customer')
  })

  test('the page of each knows when it was heard, and from which address', async ({ assert }) => {
    for (const { router, isp, publicKey } of [green, red]) {
      const tunnel = await eventually(
        'a handshake is written down',
        async () => {
          const found = await RouterTunnel.findByOrFail({
            tenantId: isp.tenant.id,
            routerId: router.id,
          })
          return found.lastHandshakeAt && found
        },
        20
      )
      assert.equal(tunnel.publicKey, publicKey)
      assert.match(tunnel.seenFrom ?? '', new RegExp(`^${NAT}:\\d+$`))
    }
  })

  test('API and Disconnect go back through the tunnel, from the worker, as from our end', async ({
    assert,
  }) => {
    const { machine, router, secret } = green
    await runRouter(machine, router.address, [
      '/system identity set name="Behind NAT"',
      `/radius add service=hotspot address=${hub} src-address=${router.address} secret="${secret}"`,
      '/radius incoming set accept=yes port=3799',
    ])

    const called = await scene.worker.must('node', [
      ...TS,
      'tests/e2e/routers/reach/caller_process.ts',
      router.address,
      'portico',
      API_PASSWORD,
      secret,
    ])
    const { identity, disconnect } = JSON.parse(called.slice(called.indexOf('{')))
    assert.equal(identity, 'Behind NAT')
    assert.equal(disconnect.outcome, 'nak', 'there is no such session, says the router, signed')
    assert.equal(disconnect.errorCause, 503)

    assert.isTrue(await opens(scene.worker, router.address, 8728))
    assert.isFalse(await opens(red.machine, router.address, 8728), 'another router')
    assert.isFalse(await opens(scene.nat, router.address, 8728), 'somebody on the internet')
  })

  test('nothing is reached through a tunnel but RADIUS', async ({ assert }) => {
    const open = ['-e', "require('node:net').createServer().listen(9999, () => console.log('up'))"]
    for (const machine of [scene.server, scene.worker, red.machine]) {
      await machine.ready('node', open, /up/)
    }
    // As somebody would who owns both routers: all into the tunnel, and all let in.
    for (const { machine } of [green, red]) {
      await machine.sh(`wg set portico-wg peer ${await serverKey(scene)} allowed-ips 0.0.0.0/0`)
      await machine.sh('nft insert rule ip router input iifname portico-wg accept')
      await machine.sh('ip route replace 10.64.0.0/12 dev portico-wg')
      await machine.sh('ip route replace 172.30.77.0/24 dev portico-wg')
    }
    for (const address of [hub, '172.30.77.1', '172.30.77.2', red.router.address]) {
      assert.isFalse(await opens(green.machine, address, 9999), address)
    }
    for (const address of ['172.30.77.1', red.router.address]) {
      assert.isTrue(await opens(scene.worker, address, 9999), `the door at ${address} is open`)
    }
  })

  test('a router that takes another one’s address gets no answer', async ({ assert }) => {
    const stolen = { ...green, machine: red.machine }
    await red.machine.sh(`ip address add ${green.router.address}/32 dev portico-wg`)
    await red.machine.sh(`ip route replace ${hub}/32 dev portico-wg src ${green.router.address}`)
    const before = (await signIns(green)).length
    const { output } = await signIn(stolen)
    assert.include(output, 'No reply from server')
    assert.lengthOf(await signIns(green), before)

    await red.machine.sh(`ip route replace ${hub}/32 dev portico-wg`)
    await red.machine.sh(`ip address del ${green.router.address}/32 dev portico-wg`)
    await comesIn(red)
  })

  test('a tunnel’s address from outside the tunnel gets no answer', async ({ assert }) => {
    await scene.nat.sh(`ip address add ${green.router.address}/32 dev internet`)
    await scene.nat.sh(`ip route add ${hub}/32 via ${SERVER} src ${green.router.address}`)
    const before = (await signIns(green)).length
    for (const server of [hub, SERVER]) {
      await scene.nat.sh(
        `ip route replace ${server}/32 dev internet ${server === hub ? `via ${SERVER} ` : ''}src ${green.router.address}`
      )
      const { output } = await signIn({ ...green, machine: scene.nat }, server)
      assert.include(output, 'No reply from server')
    }
    assert.lengthOf(await signIns(green), before, 'FreeRADIUS did not even hear of it')
    await scene.nat.sh(`ip route del ${SERVER}/32 dev internet`)
    await scene.nat.sh(`ip address del ${green.router.address}/32 dev internet`)
  })

  test('a key we do not know gets no answer, at the right address too', async ({ assert }) => {
    const { machine } = red
    const own = await machine.sh('wg show portico-wg private-key')
    await useKey(machine, await machine.sh('wg genkey'))
    const before = (await signIns(red)).length
    assert.include((await signIn(red)).output, 'No reply from server')
    assert.lengthOf(await signIns(red), before)

    await useKey(machine, own)
    await comesIn(red)
  })

  test('RouterOS 6 comes through another router, with an address of its own', async ({
    assert,
  }) => {
    const router = await addRouter(green.isp)
    const gateways = await app.container.make(TunnelGateways)
    await gateways.choose({ tenantId: green.isp.tenant.id, routerId: router.id }, green.router.id)
    // The dial-in itself (L2TP, SSTP) is a cable here; what is asked is whether the way is open.
    const old = await scene.lab.machine('routeros6')
    await scene.lab.cable(
      { at: green.machine, port: 'l2tp', address: `${green.router.address}/32` },
      { at: old, port: 'dialin', address: `${router.address}/32` }
    )
    await green.machine.sh(`ip route add ${router.address}/32 dev l2tp`)
    await old.sh(`ip route add ${green.router.address}/32 dev dialin`)
    await old.sh(`ip route add ${hub}/32 via ${green.router.address}`)
    await green.machine.must('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'])
    await green.machine.sh(
      `nft insert rule ip router forward ip saddr ${router.address} ip daddr ${hub} accept`
    )
    await green.machine.sh(
      `nft insert rule ip router forward ip saddr ${hub} ip daddr ${router.address} accept`
    )

    const station = {
      ...green,
      router,
      machine: old,
      secret: router.secret(green.isp.tenant.id),
    }
    await comesIn(station)
    assert.equal((await signIns(green)).at(-1)?.from, router.address)
  })

  test('a closed ISP’s tunnels end at once, and come back with it', async ({ assert }) => {
    await comesIn(red)
    await Tenant.query().where('id', red.isp.tenant.id).update({ status: 'closed' })
    await eventually('the tunnel ends', async () => !(await isPeer(scene, red)))
    assert.include((await signIn(red)).output, 'No reply from server')
    assert.isTrue(await isPeer(scene, green))

    await Tenant.query().where('id', red.isp.tenant.id).update({ status: 'trial' })
    await comesIn(red)
  })

  test('a removed router’s tunnel ends at once', async ({ assert }) => {
    await comesIn(green)
    const remove = await app.container.make(RemoveRouter)
    await remove.execute(green.isp.tenant, green.router.id)
    await eventually('the tunnel ends', async () => !(await isPeer(scene, green)), 5)
    assert.include((await signIn(green)).output, 'No reply from server')
    assert.isTrue(await isPeer(scene, red))
  })
})

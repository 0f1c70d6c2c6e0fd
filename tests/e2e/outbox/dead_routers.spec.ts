import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from '@japa/runner'
import { parseMacAddress } from '#core/mac_address'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { DEFAULT_CONNECT_TIMEOUT_MS } from '#routers/api/router_api_target'
import RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import app from '@adonisjs/core/services/app'
import { eventually } from '#tests/support/eventually'
import { Guest } from '#tests/support/guest'
import {
  connectRouter,
  mayHaveManyRouters,
  openIsp,
  registerRouter,
  type Isp,
} from '#tests/support/isp'

const DEAD = 50

/** Takes connections at the router's API port and never says a word. */
async function blackHole({ address }: Router): Promise<() => Promise<void>> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    sockets.push(socket)
  })
  server.listen(8728, address)
  await once(server, 'listening')
  return async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
}

/** Asks for three logins at a router that will never do one. */
async function askInVain(isp: Isp, router: Router): Promise<void> {
  const bringOnline = await app.container.make(BringOnline)
  const devices = [1, 2, 3].flatMap((n) => {
    const hex = router.id.toString(16).padStart(2, '0')
    const mac = parseMacAddress(`02:00:00:00:${hex}:0${n}`)
    return mac ? [{ mac, routerId: router.id, lastIp: '10.5.50.9' }] : []
  })
  await isp.inside(() => bringOnline.execute(devices, 'in vain', false))
}

test.group('Outbox | Fifty dead routers', () => {
  test('half refuse and half are silent: a customer elsewhere is online at once, every time', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp()
    await mayHaveManyRouters(isp)
    const dead: Router[] = []
    for (let n = 0; n < DEAD; n++) {
      const router = await registerRouter(isp)
      dead.push(router)
      if (n % 2 === 0) cleanup(await blackHole(router))
    }
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    await Promise.all(dead.map((one) => askInVain(isp, one)))

    const took: number[] = []
    for (let n = 0; n < 5; n++) {
      const phone = await virtual.addPhone()
      await phone.join()
      const guest = new Guest(isp, router, parseMacAddress(phone.mac) ?? undefined)
      await guest.signIn()
      const began = performance.now()
      await eventually('online', () => phone.online, 20)
      took.push(performance.now() - began)
    }
    const said = `waited ${took.map(Math.round).join(', ')} ms`
    assert.isBelow(Math.max(...took), DEFAULT_CONNECT_TIMEOUT_MS, said)

    const tried = await isp.inside(() => RouterCommand.query().where('attempts', '>', 0))
    const routers = new Set(tried.map(({ routerId }) => routerId))
    assert.isAtLeast(routers.size, DEAD, 'each dead one was tried meanwhile')
    const waiting = await isp.inside(() => RouterCommand.query().where('state', 'pending'))
    assert.isAtLeast(waiting.length, DEAD * 2, 'and nothing of theirs is lost')
  }).timeout(90_000)
})

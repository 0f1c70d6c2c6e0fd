import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { randomInt } from 'node:crypto'
import type { Isp } from './isp.js'
import { rate } from '../measure.js'
import { VirtualRouter } from '../../simulator/virtual_router.js'

const LOGIN = { apiUser: 'portico', apiPassword: 'api-password' }
const API_PORT = 8728

/** Many routers of one ISP: some that answer, some whose port is closed, some that say nothing. */
export class Fleet implements AsyncDisposable {
  readonly live: number[] = []
  readonly dead: number[] = []
  readonly #ends: (() => Promise<unknown>)[] = []
  readonly #network = randomInt(128, 250)
  #hosts = 0

  private constructor(private readonly isp: Isp) {}

  static async start(isp: Isp, live: number, dead: number): Promise<Fleet> {
    const fleet = new Fleet(isp)
    await rate(live, 4, async () => fleet.live.push(await fleet.#addLive()))
    await rate(dead, 4, async (n) => fleet.dead.push(await fleet.#addDead(n % 2 === 0)))
    return fleet
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#ends.map((end) => end()))
  }

  async #addLive(): Promise<number> {
    const address = this.#address()
    const router = await VirtualRouter.start({ address, ...LOGIN })
    this.#ends.push(() => router.stop())
    return this.#register(address)
  }

  async #addDead(silent: boolean): Promise<number> {
    const address = this.#address()
    if (silent) this.#ends.push(await blackHole(address))
    return this.#register(address)
  }

  async #register(address: string): Promise<number> {
    const { id } = await this.isp.addRouter({
      name: `Bench ${address}`,
      address,
      identity: address,
      hotspotAddress: address,
      radiusSecret: 'bench-radius-secret',
      apiPort: API_PORT,
      ...LOGIN,
    })
    return id
  }

  #address(): string {
    const host = this.#hosts++
    return `127.79.${this.#network + Math.floor(host / 250)}.${2 + (host % 250)}`
  }
}

/** Takes connections and never says a word. */
async function blackHole(address: string): Promise<() => Promise<unknown>> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    sockets.push(socket)
  })
  server.listen(API_PORT, address)
  await once(server, 'listening')
  return async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What one side has said, as it passes; a chunk that is held never reaches the other. */
export type Passing = (from: 'us' | 'router', octets: Buffer) => 'pass' | 'hold'

/** Stands between us and a router's API, at the router's own address. */
export class ApiRelay {
  #server: Server
  #sockets = new Set<Socket>()
  passing: Passing = () => 'pass'

  private constructor(
    private address: string,
    private routerPort: number
  ) {
    this.#server = createServer((ours) => this.#join(ours))
  }

  static async listen(address: string, port: number, routerPort = 8728): Promise<ApiRelay> {
    const relay = new ApiRelay(address, routerPort)
    relay.#server.listen(port, address)
    await once(relay.#server, 'listening')
    return relay
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(ours: Socket) {
    const routers = connect(this.routerPort, this.address)
    this.#carry('us', ours, routers)
    this.#carry('router', routers, ours)
  }

  #carry(from: 'us' | 'router', source: Socket, target: Socket) {
    this.#sockets.add(source)
    source.on('error', () => source.destroy())
    source.on('close', () => target.destroy())
    source.on('data', (octets: Buffer) => {
      if (this.passing(from, octets) === 'pass') target.write(octets)
    })
  }
}

import { once } from 'node:events'
import { BlockList, createServer, isIPv4, type Server, type Socket } from 'node:net'
import { ApiSession } from './api_session.js'
import { noFaults, type ApiFaults } from './faults.js'
import type { LoginStyle } from './login.js'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'

export interface ApiServerOptions {
  menus: Menus
  address: string
  loginStyle: LoginStyle
  log: (topics: string, message: string) => void
}

/** Whether `/ip/service address=` lets this peer in; empty lets everybody in. */
function admits(service: Row, peer: string): boolean {
  const allowed = (service['address'] ?? '').split(',').filter((one) => one !== '')
  if (allowed.length === 0) return true
  const list = new BlockList()
  for (const one of allowed) {
    const [address, length] = one.split('/')
    if (address !== undefined && isIPv4(address))
      list.addSubnet(address, Number(length ?? 32), 'ipv4')
  }
  return list.check(peer)
}

/** RouterOS's API service on port 8728, as `/ip/service` configures it. */
export class ApiServer {
  readonly faults: ApiFaults = noFaults()
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port = 0

  constructor(private readonly options: ApiServerOptions) {
    options.menus.watch('/ip/service', () => this.apply())
  }

  /** The port it listens on, 0 while the service is disabled. */
  get port(): number {
    return this.#port
  }

  #service(): Row {
    return this.options.menus.rows('/ip/service').find((row) => row['name'] === 'api') ?? {}
  }

  /** Listens as the menu says; called again whenever the menu changes. */
  async apply(): Promise<void> {
    const service = this.#service()
    const wanted = service['disabled'] === 'true' ? 0 : Number(service['port'])
    if (wanted === this.#port) return
    this.#server?.close()
    this.#server = undefined
    this.#port = 0
    if (wanted === 0) return
    const server = createServer((socket) => this.#accept(socket))
    server.listen(wanted, this.options.address)
    await once(server, 'listening')
    this.#server = server
    this.#port = wanted
  }

  #accept(socket: Socket): void {
    const service = this.#service()
    const full = this.#sockets.size >= Number(service['max-sessions'] ?? 20)
    if (full || !admits(service, socket.remoteAddress ?? '')) {
      socket.destroy()
      return
    }
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    new ApiSession(socket, { ...this.options, faults: this.faults })
  }

  /** Cuts every open connection, as a reboot does. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    this.dropConnections()
    const server = this.#server
    this.#server = undefined
    this.#port = 0
    if (server === undefined) return
    server.close()
    await once(server, 'close')
  }
}

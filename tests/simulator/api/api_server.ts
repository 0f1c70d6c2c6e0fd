import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { admits } from './admits.js'
import { ApiSession } from './api_session.js'
import { noFaults, type ApiFaults } from './faults.js'
import type { LoginStyle } from './login.js'
import type { Link } from '../link.js'
import type { KeyPair } from '../menus/certificates.js'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'

export interface ApiServerOptions {
  menus: Menus
  address: string
  loginStyle: LoginStyle
  log: (topics: string, message: string) => void
  link: Link
  /** The row of `/ip/service` it follows. */
  service?: 'api' | 'api-ssl'
  faults?: ApiFaults
  /** The key and certificate of the service; undefined for `certificate=none`. */
  certificate?: (name: string | undefined) => KeyPair | undefined
}

/** RouterOS's API service on port 8728, or 8729 with TLS, as `/ip/service` configures it. */
export class ApiServer {
  readonly faults: ApiFaults
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #listening = ''
  #off = false

  constructor(private readonly options: ApiServerOptions) {
    this.faults = options.faults ?? noFaults()
    options.menus.watch('/ip/service', () => this.apply())
    if (this.#secure) options.menus.watch('/certificate', () => this.apply())
  }

  get #secure(): boolean {
    return this.options.service === 'api-ssl'
  }

  /** The port it listens on, 0 while the service is disabled. */
  get port(): number {
    return this.#server === undefined ? 0 : Number(this.#service()['port'])
  }

  get connections(): number {
    return this.#sockets.size
  }

  #service(): Row {
    const name = this.options.service ?? 'api'
    return this.options.menus.rows('/ip/service').find((row) => row['name'] === name) ?? {}
  }

  /** Listens as the menu says; called again whenever the menu changes. */
  async apply(): Promise<void> {
    const service = this.#service()
    const certificate = this.#secure
      ? this.options.certificate?.(service['certificate'])
      : undefined
    const idle = this.#off || service['disabled'] === 'true'
    const wanted = idle ? '' : `${service['port']} ${certificate?.certificate ?? ''}`
    if (wanted === this.#listening) return
    this.#server?.close()
    this.#server = undefined
    this.#listening = wanted
    if (wanted === '') return
    const accept = (socket: Socket) => this.#accept(socket)
    const server = this.#secure
      ? createTlsServer(tlsOptions(certificate), accept)
      : createServer(accept)
    server.on('tlsClientError', (_error, socket: Socket) => socket.destroy())
    server.listen(Number(service['port']), this.options.address)
    await once(server, 'listening')
    this.#server = server
  }

  #accept(socket: Socket): void {
    const service = this.#service()
    const full = this.#sockets.size >= Number(service['max-sessions'] ?? 20)
    if (full || !admits(service['address'], socket.remoteAddress ?? '')) {
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

  /** Without power nothing listens. */
  async power(on: boolean): Promise<void> {
    this.#off = !on
    if (!on) this.dropConnections()
    await this.apply()
  }

  async stop(): Promise<void> {
    this.dropConnections()
    const server = this.#server
    this.#server = undefined
    this.#listening = ''
    if (server === undefined) return
    server.close()
    await once(server, 'close')
  }
}

/** Without a certificate RouterOS offers anonymous key exchange alone (MikroTik, API). */
function tlsOptions(pair: KeyPair | undefined): TlsOptions {
  if (pair !== undefined) return { key: pair.key, cert: pair.certificate, minVersion: 'TLSv1.2' }
  return { ciphers: 'aNULL:@SECLEVEL=0', dhparam: 'auto', maxVersion: 'TLSv1.2' }
}

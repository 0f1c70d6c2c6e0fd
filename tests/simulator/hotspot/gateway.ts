import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Host } from './host.js'
import type { Hotspot } from './hotspot.js'
import { connectionTo } from './outbound.js'
import { relay, tunnel } from './relay.js'
import type { Servlet, ServletReply } from './servlet.js'
import { virtualPage } from './virtual_internet.js'
import type { WalledGarden } from './walled_garden.js'

/** The phone behind a gateway, as far as the gateway cares. */
export interface GatewayClient {
  readonly mac: string
  /** The phone's host row, refreshed by this traffic; undefined while it is not on the Wi-Fi. */
  present(): Host | undefined
}

export interface GatewayOptions {
  hotspot: Hotspot
  servlet: Servlet
  garden: WalledGarden
  address: string
  client: GatewayClient
}

const LARGEST_FORM = 64 * 1024

async function formOf(incoming: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    const octets = Buffer.from(part)
    size += octets.length
    if (size > LARGEST_FORM) throw new Error('form too large')
    parts.push(octets)
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'))
}

function send(response: ServerResponse, reply: ServletReply): void {
  const headers: Record<string, string> = {
    'content-type': reply.type,
    'cache-control': 'no-store',
  }
  if (reply.location !== undefined) headers['location'] = reply.location
  response.writeHead(reply.status, { ...headers, connection: 'close' }).end(reply.body)
}

const failed = (reason: string): ServletReply => ({
  status: 502,
  type: 'text/html',
  body: `<h1>${reason}</h1>`,
})

/**
 * The hotspot as one phone sees it: the servlet for direct requests, and an
 * HTTP proxy that stands for the network, so that a real browser can be the phone.
 */
export class Gateway {
  readonly #server: Server
  /** Tunnels of the authorised, cut when the session ends. */
  readonly #tunnels = new Set<Duplex>()
  /** Every CONNECT socket: the HTTP server no longer looks after them. */
  readonly #sockets = new Set<Duplex>()
  #port = 0

  private constructor(private readonly options: GatewayOptions) {
    this.#server = createServer((incoming, response) => void this.#serve(incoming, response))
    this.#server.on(
      'connect',
      (incoming, socket, head) => void this.#connect(incoming, socket, head)
    )
    options.hotspot.sessions.onEnd((session) => {
      if (session.host.mac === options.client.mac) this.#cutTunnels()
    })
  }

  static async open(options: GatewayOptions, port: number): Promise<Gateway> {
    const gateway = new Gateway(options)
    gateway.#server.listen(port, options.address)
    await once(gateway.#server, 'listening')
    gateway.#port = port
    return gateway
  }

  get port(): number {
    return this.#port
  }

  get origin(): string {
    return `${this.options.address}:${this.#port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #cutTunnels(): void {
    for (const socket of this.#tunnels) socket.destroy()
    this.#tunnels.clear()
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = this.options.client.present()
    // a phone that left the Wi-Fi hears nothing
    if (host === undefined) return void incoming.socket.destroy()
    try {
      const target = incoming.url ?? '/'
      const url = new URL(target, `http://${this.origin}`)
      if (url.host === this.origin) return send(response, await this.#servlet(host, url, incoming))
      await this.#forward(host, url, incoming, response)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else send(response, failed(error instanceof Error ? error.message : 'error'))
    }
  }

  async #servlet(host: Host, url: URL, incoming: IncomingMessage): Promise<ServletReply> {
    const fields = incoming.method === 'POST' ? await formOf(incoming) : url.searchParams
    if (url.pathname !== '/login' || !fields.has('username'))
      await this.options.hotspot.firstTraffic(host)
    return this.options.servlet.serve(host, this.origin, url.pathname, fields)
  }

  async #forward(
    host: Host,
    url: URL,
    incoming: IncomingMessage,
    response: ServerResponse
  ): Promise<void> {
    const { hotspot, servlet, garden, address } = this.options
    await hotspot.firstTraffic(host)
    if (host.session === undefined) {
      const http = {
        path: `${url.pathname}${url.search}`,
        method: incoming.method ?? 'GET',
      }
      const open = await garden.allows({
        host: url.hostname,
        port: Number(url.port || 80),
        source: host.address,
        http,
      })
      if (!open) return send(response, servlet.redirectToLogin(this.origin, url.href))
    }
    const page = virtualPage(url.hostname, url.pathname)
    if (page !== undefined) {
      const { blocked } = hotspot.pass(host, {
        up: 300n,
        down: BigInt(Buffer.byteLength(page.body) + 200),
      })
      return send(response, blocked ? servlet.redirectToLogin(this.origin, url.href) : page)
    }
    await relay({ hotspot, host, address }, url, incoming, response)
  }

  /** HTTPS: open to walled-garden/ip destinations and to the authorised; refused to the rest. */
  async #connect(incoming: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
    this.#sockets.add(client)
    client.on('error', () => client.destroy())
    client.on('close', () => {
      this.#sockets.delete(client)
      this.#tunnels.delete(client)
    })
    const host = this.options.client.present()
    const [name, port] = (incoming.url ?? '').split(':')
    if (host === undefined || name === undefined) return void client.destroy()
    try {
      await this.options.hotspot.firstTraffic(host)
      const destination = {
        host: name,
        port: Number(port ?? 443),
        source: host.address,
        http: undefined,
      }
      if (host.session === undefined && !(await this.options.garden.allows(destination))) {
        client.resume().end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
        return
      }
      const { hotspot, address } = this.options
      const target = await connectionTo(name, address)
      if (host.session !== undefined) this.#tunnels.add(client)
      tunnel(
        { hotspot, host, address },
        client,
        connect({ ...target, port: destination.port }),
        head
      )
    } catch {
      client.resume().end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n')
    }
  }
}

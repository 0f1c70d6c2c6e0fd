import { request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex, Readable } from 'node:stream'
import type { Host } from './host.js'
import type { Hotspot } from './hotspot.js'
import { connectionTo } from './outbound.js'

/** Whose traffic it is and where it leaves from. */
export interface RelayContext {
  hotspot: Hotspot
  host: Host
  /** The router's address. */
  address: string
}

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'upgrade',
])

/** Counts a stream against the session and cuts it when the session is over. The walled garden is free. */
function count(
  { hotspot, host }: RelayContext,
  stream: Readable,
  direction: 'up' | 'down',
  cut: () => void
): void {
  if (host.session === undefined) return
  stream.on('data', (octets: Buffer) => {
    const size = BigInt(octets.length)
    const passage = hotspot.pass(host, { up: 0n, down: 0n, [direction]: size })
    if (passage.blocked || passage.ended !== undefined) cut()
  })
}

/** Passes one plain HTTP request on. Throws when the site cannot be reached. */
export async function relay(
  context: RelayContext,
  url: URL,
  incoming: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const kept = Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.has(name))
  const target = await connectionTo(url.hostname, context.address)
  const options = {
    ...target,
    port: Number(url.port || 80),
    method: incoming.method,
    path: `${url.pathname}${url.search}`,
    headers: Object.fromEntries(kept),
    agent: false,
  }
  await new Promise<void>((resolve, reject) => {
    const outgoing = request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', reject)
      count(context, answer, 'down', () => response.destroy())
      answer.pipe(response)
    })
    outgoing.on('error', reject)
    response.on('close', () => {
      outgoing.destroy()
      resolve()
    })
    count(context, incoming, 'up', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
}

/** Joins a CONNECTed client with its server, both ways. */
export function tunnel(context: RelayContext, client: Duplex, server: Socket, head: Buffer): void {
  const cut = () => {
    client.destroy()
    server.destroy()
  }
  server.on('error', cut).on('close', cut)
  client.on('close', () => server.destroy())
  server.on('connect', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    server.write(head)
    count(context, client, 'up', cut)
    count(context, server, 'down', cut)
    client.pipe(server).pipe(client)
  })
}

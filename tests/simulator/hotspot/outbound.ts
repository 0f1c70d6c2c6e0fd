import { lookup } from 'node:dns/promises'
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'

/** IPv4 addresses of a name. Names under localhost are this machine (RFC 6761), whatever the resolver says. */
export async function resolveName(name: string): Promise<string[]> {
  if (isIP(name) !== 0) return [name]
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1']
  try {
    const found = await lookup(name, { family: 4, all: true })
    return found.map((one) => one.address)
  } catch {
    return []
  }
}

const isLoopback = (address: string) => address.startsWith('127.')

/** Where to connect for a URL, leaving from the router's address where that can work. */
export async function connectionTo(
  host: string,
  from: string,
  known?: string
): Promise<{ host: string; localAddress: string | undefined }> {
  const [address] = known === undefined ? await resolveName(host) : [known]
  if (address === undefined) throw new Error(`could not resolve ${host}`)
  return {
    host: address,
    localAddress: isLoopback(address) ? from : undefined,
  }
}

export interface Fetched {
  readonly status: number
  /** The words beside the status. */
  readonly reason: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface FetchOptions {
  method?: string
  headers?: Record<string, string>
  body?: Buffer | string
  /** The address to connect from. */
  from: string
  /** An HTTP proxy to ask instead of the host itself. */
  proxy?: { host: string; port: number }
  timeoutMs?: number
  /** The host's address, when it is known already. */
  address?: string
  tls?: { rejectUnauthorized: boolean; ca?: string[] }
}

function send(
  secure: boolean,
  options: RequestOptions,
  body: Buffer | string | undefined,
  timeoutMs: number
): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? secureRequest : request)(
      { ...options, agent: false },
      (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            reason: incoming.statusMessage ?? '',
            headers: incoming.headers,
            body: Buffer.concat(parts),
          })
        )
      }
    )
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('connection timeout')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** One HTTP request, without following redirects. Throws when there is no answer. */
export async function fetchOnce(address: string, options: FetchOptions): Promise<Fetched> {
  const url = new URL(address)
  const { method = 'GET', headers = {}, body, from, proxy, timeoutMs = 15_000 } = options
  const secure = url.protocol === 'https:' && proxy === undefined
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const common = {
    method,
    servername: url.hostname,
    headers: { host: url.host, ...headers, ...length },
  }
  if (proxy !== undefined)
    return send(false, { ...common, ...proxy, path: url.href }, body, timeoutMs)
  const target = await connectionTo(url.hostname, from, options.address)
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const path = `${url.pathname}${url.search}`
  return send(secure, { ...common, ...options.tls, ...target, port, path }, body, timeoutMs)
}

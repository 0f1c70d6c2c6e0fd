import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'

import { HttpAnswer } from './outbound_answer.js'
import { OutboundFailure, OutboundRefused, OutboundUnknown } from './outbound_errors.js'

export interface OutboundRequest {
  /** What people call this call, such as "bKash execute". It stands in logs instead of the URL. */
  name: string
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: string
}

export interface OutboundOptions {
  deadlineSeconds: number
  /** Largest answer read, in octets. */
  maxOctets?: number
  /** Resolves names; an SSRF guard goes here. Not called for hosts that are addresses already. */
  lookup?: LookupFunction
}

/** What adapters are given to reach the world with. */
export interface OutboundHttp {
  /**
   * @throws OutboundRefused when nothing was sent
   * @throws OutboundUnknown when it was, or may have been, and no whole answer came in time
   */
  send(request: OutboundRequest): Promise<HttpAnswer>
}

const MAX_OCTETS = 64 * 1024

/**
 * One request, one connection, one deadline over all of it, no redirect followed.
 *
 * node:http and not fetch, because fetch cannot say whether a request left this
 * machine before it failed, blocks ports that gateways use (10080), and may put
 * a payment on an idle connection that the other side is just closing.
 */
export function outboundHttp(options: OutboundOptions): OutboundHttp {
  return { send: (request) => exchange(request, options) }
}

function exchange(outbound: OutboundRequest, options: OutboundOptions): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const url = URL.parse(outbound.url)
    if (!url || !/^https?:$/.test(url.protocol)) {
      return reject(new OutboundRefused(`${outbound.name}: its address is not an http(s) URL`))
    }

    const secure = url.protocol === 'https:'
    let sent = false

    const fail = (what: string) => {
      clearTimeout(timer)
      const Failure = sent ? OutboundUnknown : OutboundRefused
      reject(new Failure(`${outbound.name}: ${what} (${url.host})`))
      call?.destroy()
    }
    const timer = setTimeout(() => {
      fail(`no ${sent ? 'answer' : 'connection'} within ${options.deadlineSeconds} s`)
    }, options.deadlineSeconds * 1000)

    const call = open(secure, url, outbound, options)
    if (!call) return fail('a header or a path has characters that cannot be sent')

    call.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true))
    })
    call.on('error', (error) => fail(errorCode(error)))
    call.once('response', (response) => {
      readBody(response, options.maxOctets ?? MAX_OCTETS).then(
        (text) => {
          clearTimeout(timer)
          resolve(new HttpAnswer(response.statusCode ?? 0, flatHeaders(response), text))
        },
        (error: Error) => fail(error.message)
      )
    })
    call.end(outbound.body)
  })
}

/** Null when Node refuses the request; its own error may quote what we send, so it is dropped. */
function open(secure: boolean, url: URL, outbound: OutboundRequest, options: OutboundOptions) {
  try {
    return (secure ? tlsRequest : plainRequest)(url, {
      method: outbound.method,
      agent: false,
      lookup: options.lookup,
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'Portico',
        ...(outbound.body === undefined
          ? {}
          : { 'content-length': Buffer.byteLength(outbound.body) }),
        ...outbound.headers,
      },
    })
  } catch {
    return null
  }
}

async function readBody(response: IncomingMessage, maxOctets: number): Promise<string> {
  const chunks: Buffer[] = []
  let octets = 0
  try {
    for await (const chunk of response) {
      const part = Buffer.from(chunk)
      octets += part.length
      if (octets > maxOctets) break
      chunks.push(part)
    }
  } catch (error) {
    throw new Error(`the answer broke off: ${errorCode(error)}`)
  }
  if (octets > maxOctets) throw new Error(`the answer is larger than ${maxOctets} octets`)
  return Buffer.concat(chunks).toString('utf8')
}

function errorCode(error: unknown): string {
  if (error instanceof OutboundFailure) return error.message
  return error instanceof Error && 'code' in error ? String(error.code) : 'connection failed'
}

function flatHeaders(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  )
}

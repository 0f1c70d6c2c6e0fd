import { lookup as resolve } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'

const PATIENCE_MS = 10_000

export interface NoticeCall {
  /** The payment it tells of, by the gateway's own id. */
  about: string
  method: 'GET' | 'POST'
  url: string
  /** Form-encoded, unless the headers say otherwise; empty for GET. */
  body: string
  /** Added to, or instead of, those of a form: another content type, a signature. */
  headers?: Record<string, string>
}

export interface Notice extends NoticeCall {
  /** One entry for each delivery: an HTTP status, or why there was none. */
  deliveries: (number | string)[]
}

/**
 * What a gateway tells the merchant's server by itself. It goes out at once; a test may hold it
 * back, let it go late, and send it several times.
 */
export class NoticeBoard {
  readonly #notices: Notice[] = []
  readonly #running = new Set<Promise<void>>()
  readonly #stopped = new AbortController()
  /** While held, notices are only written down. */
  held = false
  /** How often each notice goes out. */
  copies = 1

  send(told: NoticeCall): void {
    const notice = { ...told, deliveries: [] }
    this.#notices.push(notice)
    if (!this.held) this.#deliver(notice)
  }

  all(): Notice[] {
    return this.#notices.map((notice) => ({ ...notice, deliveries: [...notice.deliveries] }))
  }

  /** Sends what was held back, in the order in which it happened, and holds nothing any more. */
  release(): Promise<void> {
    this.held = false
    for (const notice of this.#notices) if (notice.deliveries.length === 0) this.#deliver(notice)
    return this.idle()
  }

  /** Sends everything about a payment once more. */
  repeat(about: string): Promise<void> {
    for (const notice of this.#notices) if (notice.about === about) this.#deliver(notice)
    return this.idle()
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.idle()
  }

  #deliver(notice: Notice): void {
    const run = async () => {
      for (let copy = 0; copy < this.copies; copy += 1) {
        notice.deliveries.push(await callOut(notice, this.#stopped.signal))
      }
    }
    const running = run().finally(() => this.#running.delete(running))
    this.#running.add(running)
  }
}

/** Names under `.localhost` are this machine (RFC 6761), which not every resolver knows. */
const lookup: LookupFunction = (hostname, options, callback) => {
  const here = hostname === 'localhost' || hostname.endsWith('.localhost')
  resolve(here ? '127.0.0.1' : hostname, options, callback)
}

/** Makes one delivery. @returns the HTTP status, or why there was none. */
export function callOut(notice: NoticeCall, stopped: AbortSignal): Promise<number | string> {
  const { promise, resolve: settle } = Promise.withResolvers<number | string>()
  try {
    const url = new URL(notice.url)
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const ownHeaders = notice.method === 'POST' ? formHeaders(notice.body) : {}
    const headers = { ...ownHeaders, ...notice.headers }
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
    const request = send(url, { method: notice.method, headers, lookup, signal }, (response) => {
      response.resume()
      response.once('end', () => settle(response.statusCode ?? 0))
      response.once('error', (error) => settle(error.message))
    })
    request.once('error', (error) => settle(error.message))
    request.end(notice.body)
  } catch (error) {
    settle(error instanceof Error ? error.message : String(error))
  }
  return promise
}

function formHeaders(body: string): Record<string, string> {
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  }
}

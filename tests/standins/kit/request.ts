import type { IncomingMessage } from 'node:http'
import { isRecord, type JsonRecord } from './guards.js'

const BODY_LIMIT_BYTES = 64 * 1024

/** The body was larger than a stand-in reads. */
export class BodyTooLarge extends Error {
  readonly code = 'E_BODY_TOO_LARGE'
}

/** One request as handlers see it: read whole, parsed only on demand. */
export class StandInRequest {
  readonly path: string
  readonly query: URLSearchParams
  params: Record<string, string> = {}

  constructor(
    readonly method: string,
    url: string,
    readonly headers: IncomingMessage['headers'],
    readonly body: string,
    readonly remoteAddress: string
  ) {
    const parsed = new URL(url, 'http://stand-in')
    this.path = parsed.pathname
    this.query = parsed.searchParams
  }

  /** The origin under which the caller reached us. */
  get origin(): string {
    return `http://${this.headers.host ?? 'localhost'}`
  }

  header(name: string): string | undefined {
    const value = this.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

  get contentType(): string {
    return (this.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  }

  /** The body as a JSON object, or undefined when it is anything else. */
  jsonObject(): JsonRecord | undefined {
    try {
      const value: unknown = JSON.parse(this.body)
      return isRecord(value) ? value : undefined
    } catch {
      return undefined
    }
  }

  form(): URLSearchParams {
    return new URLSearchParams(this.body)
  }
}

/** @throws BodyTooLarge above 64 KB. */
export async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLarge('The body is larger than 64 KB')
    chunks.push(bytes)
  }
  return new StandInRequest(
    incoming.method ?? 'GET',
    incoming.url ?? '/',
    incoming.headers,
    Buffer.concat(chunks).toString('utf8'),
    (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  )
}

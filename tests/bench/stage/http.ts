import { Agent, request } from 'node:http'

export interface Answer {
  status: number
  location: string | undefined
  body: Buffer
}

/**
 * Asks the web process for an address as a browser would, without needing names of tenants
 * to resolve: the connection goes to 127.0.0.1, the host is named in the request.
 */
export class Browser implements Disposable {
  readonly #agent: Agent

  constructor(connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  get(url: string): Promise<Answer> {
    return this.#ask('GET', url)
  }

  /** Sends a form. */
  post(url: string, fields: Record<string, string>): Promise<Answer> {
    return this.#ask('POST', url, new URLSearchParams(fields).toString())
  }

  #ask(method: string, url: string, body?: string): Promise<Answer> {
    const { host, port, pathname, search } = new URL(url)
    const headers = {
      host,
      'accept-language': 'en',
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    const path = `${pathname}${search}`
    const options = { host: '127.0.0.1', port, method, path, headers, agent: this.#agent }
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.once('error', reject)
        response.once('end', () => {
          const { statusCode: status = 0, headers: answered } = response
          resolve({ status, location: answered.location, body: Buffer.concat(parts) })
        })
      })
      sent.once('error', reject)
      sent.setTimeout(30_000, () => sent.destroy(new Error(`${method} ${url} took over 30 s`)))
      sent.end(body)
    })
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }
}

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import env from '#start/env'
import { appUrl } from '#config/app'

export interface Page {
  status: number
  headers: IncomingHttpHeaders
  body: string
  setCookies: string[]
}

export interface Visit {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  /** Sent as a form. */
  form?: Record<string, string>
  /** Sent as it is, with a content-type among the headers. */
  text?: string
}

/** The host of a tenant, as a browser would write it. */
export function hostOf({ slug }: { slug: string }): string {
  return `${slug}.${appUrl.host}`
}

/** One request with the Host header of our choice, which fetch would not send. Follows nothing. */
export function visit(host: string, path: string, options: Visit = {}): Promise<Page> {
  const { method = 'GET', headers = {}, form, text } = options
  const body = form ? new URLSearchParams(form).toString() : text
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: env.get('HOST'),
        port: env.get('PORT'),
        agent: false,
        method,
        path,
        headers: {
          host,
          accept: 'text/html',
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
            setCookies: incoming.headers['set-cookie'] ?? [],
          })
        )
      }
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** A browser that keeps cookies, of one host at a time, as host-only cookies are kept. */
export class Browser {
  #jars = new Map<string, Map<string, string>>()

  async visit(host: string, path: string, options: Visit = {}): Promise<Page> {
    const page = await visit(host, path, {
      ...options,
      headers: { ...options.headers, ...this.#header(host) },
    })
    for (const line of page.setCookies) this.#keep(host, line)
    return page
  }

  /** Shows the form first, for its CSRF token, and posts it filled in. */
  async submit(host: string, path: string, form: Record<string, string>): Promise<Page> {
    const { body } = await this.visit(host, path)
    const token = /name="_csrf"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="_csrf"/.exec(body)
    return this.visit(host, path, {
      method: 'POST',
      form: { ...form, _csrf: token?.[1] ?? token?.[2] ?? '' },
    })
  }

  /** What a thief of the cookies would carry to another host. */
  cookiesOf(host: string): string {
    return [...(this.#jars.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #header(host: string): Record<string, string> {
    const cookie = this.cookiesOf(host)
    return cookie ? { cookie } : {}
  }

  #keep(host: string, line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const jar = this.#jars.get(host) ?? new Map<string, string>()
    jar.set(pair.slice(0, at), pair.slice(at + 1))
    this.#jars.set(host, jar)
  }
}

import { request } from 'node:http'
import { appUrl } from '#config/app'

export interface Page {
  url: string
  status: number
  body: string
  location: string | undefined
}

/**
 * A browser without JavaScript or cookies, which is what a captive portal must
 * be content with. Every *.localhost is this machine.
 */
export class PageVisitor {
  async get(url: string): Promise<Page> {
    return this.#follow(await this.once('GET', url))
  }

  async post(url: string, fields: Record<string, string>): Promise<Page> {
    return this.#follow(await this.once('POST', url, fields))
  }

  /** Submits the form of a page whose action ends with `action`. */
  async submit(page: Page, action: string, fields: Record<string, string>): Promise<Page> {
    return this.post(new URL(formAction(page, action), page.url).href, fields)
  }

  async #follow(page: Page): Promise<Page> {
    let current = page
    for (let hops = 0; current.location && hops < 10; hops += 1) {
      current = await this.once('GET', current.location)
    }
    return current
  }

  /** One request, redirects not followed. */
  once(method: string, url: string, fields?: Record<string, string>): Promise<Page> {
    const target = new URL(url)
    const body = fields && new URLSearchParams(fields).toString()
    const headers = {
      host: target.host,
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      }),
    }
    const ours = target.hostname === 'localhost' || target.hostname.endsWith('.localhost')
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: ours ? '127.0.0.1' : target.hostname,
          port: target.port || appUrl.port,
          method,
          path: target.pathname + target.search,
          headers,
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const { location } = response.headers
            resolve({
              url,
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString('utf8'),
              location: location ? new URL(location, url).href : undefined,
            })
          })
        }
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }
}

/** @throws when the page has no such form */
export function formAction({ body, url }: Page, ending: string): string {
  const actions = [...body.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) =>
    (action ?? '').replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
  )
  const found = actions.find((action) => action.split('?')[0]?.endsWith(ending))
  if (found === undefined)
    throw new Error(`${url} has no form to ${ending}, only ${actions.join(', ')}`)
  return found
}

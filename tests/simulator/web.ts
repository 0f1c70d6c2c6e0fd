import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CannotJoin } from './hotspot/hosts.js'
import { NotHere, type Simulation } from './simulation.js'
import { callControlApi } from './web/control_api.js'
import { InvalidInput } from './web/json.js'
import { homePage, routerPage } from './web/pages.js'
import { actOnPhone, actOnRouter } from './web/page_actions.js'

const LARGEST_BODY = 256 * 1024

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    const octets = Buffer.from(part)
    size += octets.length
    if (size > LARGEST_BODY) throw new InvalidInput('The request is too large')
    parts.push(octets)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parseJson(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidInput('The body is not JSON')
  }
}

function statusOf(error: unknown): number {
  if (error instanceof NotHere) return 404
  if (error instanceof CannotJoin) return 409
  return error instanceof InvalidInput || error instanceof TypeError || error instanceof RangeError
    ? 400
    : 500
}

/** The page for people and the JSON calls for tests, on one port. */
export class SimulatorWeb {
  readonly #server: Server

  constructor(private readonly simulation: Simulation) {
    this.#server = createServer((incoming, response) => {
      this.#serve(incoming, response).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        this.#json(response, statusOf(error), { error: message })
      })
    })
  }

  /** Listens and returns the page's origin. */
  async listen(host: string, port: number): Promise<string> {
    this.#server.listen(port, host)
    await once(this.#server, 'listening')
    const bound: AddressInfo | string | null = this.#server.address()
    return `http://${host}:${typeof bound === 'object' && bound !== null ? bound.port : port}`
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://simulator')
    const method = incoming.method ?? 'GET'
    const body = method === 'POST' ? await bodyOf(incoming) : ''
    if (url.pathname.startsWith('/api/')) {
      const answer = await callControlApi(this.simulation, method, url.pathname, parseJson(body))
      if (answer === undefined) throw new NotHere(`${method} ${url.pathname}`)
      return this.#json(response, 200, answer)
    }
    const [, kind, id, action] = url.pathname.split('/')
    if (url.pathname === '/') return this.#page(response, homePage(this.simulation.routers))
    if (kind === 'routers' && id !== undefined)
      return this.#router(response, method, id, action, new URLSearchParams(body))
    if (kind === 'phones' && id !== undefined)
      return this.#phone(response, method, id, action ?? '')
    throw new NotHere(`page ${url.pathname}`)
  }

  async #router(
    response: ServerResponse,
    method: string,
    id: string,
    action: string | undefined,
    form: URLSearchParams
  ): Promise<void> {
    const router = this.simulation.router(id)
    if (method !== 'POST' || action === undefined) return this.#page(response, routerPage(router))
    if (action === 'terminal') {
      const lines = form.get('lines') ?? ''
      return this.#page(response, routerPage(router, lines, await router.configure(lines)))
    }
    await actOnRouter(router, action)
    this.#redirect(response, `/routers/${id}`)
  }

  async #phone(
    response: ServerResponse,
    method: string,
    id: string,
    action: string
  ): Promise<void> {
    const phone = this.simulation.phone(id)
    if (method === 'GET' && action === 'browser') {
      const { url, outcome } = await phone.browse()
      // an online phone has arrived: the router's status page is what a person can look at
      return this.#redirect(
        response,
        outcome === 'page' ? `http://${phone.gateway.origin}/status` : url
      )
    }
    if (method === 'POST') await actOnPhone(phone, action)
    this.#redirect(response, `/routers/${phone.home.address}`)
  }

  #page(response: ServerResponse, page: string): void {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(page)
  }

  #redirect(response: ServerResponse, location: string): void {
    response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
  }

  #json(response: ServerResponse, status: number, value: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

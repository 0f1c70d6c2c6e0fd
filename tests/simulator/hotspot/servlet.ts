import type { VirtualClock } from '../clock.js'
import type { Menus } from '../menus/menus.js'
import type { Credentials } from './authenticator.js'
import { STOCK_PAGES } from './default_pages.js'
import type { Host } from './host.js'
import type { Hotspot } from './hotspot.js'
import { chapMissing, LoginError } from './login_error.js'
import { pageVariables } from './page_variables.js'
import { CAUSE, type LoginMethod } from './session.js'
import { loginMethods, serverProfile } from './settings.js'
import { renderTemplate } from './template.js'

export interface ServletReply {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly location?: string
}

export interface ServletOptions {
  menus: Menus
  hotspot: Hotspot
  clock: VirtualClock
}

const HTML = 'text/html; charset=utf-8'

/** The hotspot's own pages: /login, /status, /logout, /api. */
export class Servlet {
  constructor(private readonly options: ServletOptions) {}

  /** `fields` are the query's or the form's. */
  async serve(
    host: Host,
    origin: string,
    path: string,
    fields: URLSearchParams
  ): Promise<ServletReply> {
    if (path === '/api') return this.#page('api.json', host, origin, fields, '')
    if (path === '/logout') return this.#logout(host, origin, fields)
    if (path === '/login') return this.#login(host, origin, fields)
    if (host.session === undefined) return this.redirectToLogin(origin, '')
    if (path === '/status' || path === '/')
      return this.#page('status.html', host, origin, fields, '')
    return { status: 404, type: HTML, body: '<h1>Error 404: Not Found</h1>' }
  }

  /** What an unauthorised client gets for any web page. */
  redirectToLogin(origin: string, original: string): ServletReply {
    const dst = original === '' ? '' : `?dst=${encodeURIComponent(original)}`
    return {
      status: 302,
      type: HTML,
      body: '',
      location: `http://${origin}/login${dst}`,
    }
  }

  #logout(host: Host, origin: string, fields: URLSearchParams): ServletReply {
    if (host.session === undefined) return this.redirectToLogin(origin, '')
    const page = this.#page('logout.html', host, origin, fields, '')
    this.options.hotspot.sessions.end(host.session, CAUSE.userRequest)
    return page
  }

  async #login(host: Host, origin: string, fields: URLSearchParams): Promise<ServletReply> {
    if (host.session !== undefined) {
      const wanted = fields.get('dst') ?? ''
      return {
        status: 302,
        type: HTML,
        body: '',
        location: wanted || `http://${origin}/status`,
      }
    }
    const username = fields.get('username')
    if (username === null || username === '') return this.#loginPage(host, origin, fields)
    try {
      const { method, proof } = this.#proof(host, fields.get('password') ?? '')
      await this.options.hotspot.login(host, { user: username, proof }, method)
      return this.#page('alogin.html', host, origin, fields, '')
    } catch (error) {
      if (!(error instanceof LoginError)) throw error
      host.lastError = error.shown
      return this.#loginPage(host, origin, fields)
    }
  }

  /** 32 hexadecimal digits are a CHAP response where CHAP is offered; anything else needs http-pap. */
  #proof(host: Host, password: string): { method: LoginMethod; proof: Credentials['proof'] } {
    const methods = loginMethods(this.options.menus)
    if (methods.has('http-chap') && /^[0-9a-f]{32}$/i.test(password)) {
      return {
        method: 'http-chap',
        proof: { chap: host.chap, response: Buffer.from(password, 'hex') },
      }
    }
    if (methods.has('http-pap')) return { method: 'http-pap', proof: { password } }
    throw chapMissing()
  }

  #loginPage(host: Host, origin: string, fields: URLSearchParams): ServletReply {
    const error = host.lastError
    host.lastError = ''
    host.renewChap()
    return this.#page('login.html', host, origin, fields, error)
  }

  #page(
    name: string,
    host: Host,
    origin: string,
    fields: URLSearchParams,
    error: string
  ): ServletReply {
    const { menus, clock } = this.options
    const variables = pageVariables({
      menus,
      host,
      origin,
      error,
      original: fields.get('dst') ?? '',
      username: fields.get('username') ?? '',
      now: clock.now(),
    })
    const body = renderTemplate(this.#file(name), variables)
    return {
      status: 200,
      type: name.endsWith('.json') ? 'application/captive+json' : HTML,
      body,
    }
  }

  /** The stored file of the profile's html-directory, or the stock page where there is none. */
  #file(name: string): string {
    const { menus } = this.options
    const profile = serverProfile(menus)
    // the override counts where it has the file; otherwise the directory does
    const directories = [profile['html-directory-override'], profile['html-directory'] ?? 'hotspot']
    const files = menus.rows('/file')
    const file = directories
      .map((directory) => files.find((row) => row['name'] === `${directory}/${name}`))
      .find((row) => row !== undefined)
    return file?.['contents'] ?? STOCK_PAGES[name] ?? ''
  }
}

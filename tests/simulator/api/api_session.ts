import type { Socket } from 'node:net'
import { answersEmpty } from '../menus/catalogue.js'
import type { Link } from '../link.js'
import { runCommand } from '../menus/commands.js'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'
import { RouterTrap } from '../menus/router_trap.js'
import { deliver, type ApiFaults } from './faults.js'
import { ApiLogin, type ApiUser, type LoginStyle } from './login.js'
import { authorise, policiesOf, visibleTo } from './policies.js'
import { parseRequest, type ApiRequest } from './request.js'
import { encodeSentence, SentenceReader } from './words.js'

export interface ApiSessionOptions {
  menus: Menus
  faults: ApiFaults
  loginStyle: LoginStyle
  log: (topics: string, message: string) => void
  link: Link
}

const words = (row: Row) => Object.entries(row).map(([name, value]) => `=${name}=${value}`)

/** One API connection: sentences in, replies out, in the order the commands finish. */
export class ApiSession {
  readonly #reader = new SentenceReader()
  readonly #login: ApiLogin
  readonly #cancelled = new Map<string, () => void>()
  #user: ApiUser | undefined
  #output: Promise<void> = Promise.resolve()

  constructor(
    private readonly socket: Socket,
    private readonly options: ApiSessionOptions
  ) {
    this.#login = new ApiLogin(options.menus, options.loginStyle, socket.remoteAddress)
    socket.setNoDelay(true)
    socket.on('data', (octets: Buffer) => options.link.carry(() => this.#receive(octets)))
    socket.on('close', () => this.#cancelAll())
    // a peer that resets ends the session; there is nobody left to tell
    socket.on('error', () => socket.destroy())
  }

  #receive(octets: Buffer): void {
    if (this.options.faults.silent) return
    // a TLS greeting is no sentence: its random octets would be lengths of words
    if (this.#user === undefined && octets[0] === 0x16 && octets[1] === 0x03) {
      this.socket.destroy()
      return
    }
    try {
      for (const sentence of this.#reader.push(octets)) void this.#handle(sentence)
    } catch {
      this.socket.destroy()
    }
  }

  async #handle(sentence: string[]): Promise<void> {
    const request = parseRequest(sentence)
    if (this.options.faults.fatal !== undefined) return this.#fatal(this.options.faults.fatal)
    if (request === undefined) return this.#trap(undefined, new RouterTrap('no such command', 0))
    if (request.menu === '' && request.command === 'login') return this.#logIn(request)
    if (this.#user === undefined) return this.#fatal('not logged in')
    if (request.menu === '' && request.command === 'quit') {
      return this.#fatal('session terminated on request')
    }
    if (request.menu === '' && request.command === 'cancel') return this.#cancel(request)
    await this.#execute(request, this.#user)
  }

  #logIn(request: ApiRequest): void {
    try {
      const result = this.#login.attempt(request.args)
      if ('challenge' in result)
        return this.#say('!done', request.tag, [`=ret=${result.challenge}`])
      this.#user = result
      this.options.log('system,info,account', `user ${result.name} logged in via api`)
      this.#say('!done', request.tag)
    } catch (error) {
      if (!(error instanceof RouterTrap)) throw error
      this.options.log(
        'system,error,critical',
        `login failure for user ${request.args['name'] ?? ''} via api`
      )
      this.#trap(request.tag, error)
    }
  }

  async #execute(request: ApiRequest, user: ApiUser): Promise<void> {
    const { menus } = this.options
    try {
      // a changed group counts at once
      const account = menus
        .menu('/user')
        .stored()
        .find((one) => one['name'] === user.name)
      const current = { ...user, policies: policiesOf(menus, account?.['group']) }
      authorise(current, request.menu, request.command, request.args)
      do {
        const outcome = await runCommand(menus, {
          menu: request.menu,
          name: request.command,
          args: request.args,
          query: request.query,
        })
        for (const row of outcome.rows)
          this.#say('!re', request.tag, words(visibleTo(current, row)))
        const nothing = request.command === 'print' && outcome.rows.length === 0
        if (nothing && outcome.ret === undefined && answersEmpty(menus.version)) {
          this.#say('!empty', request.tag)
        }
        if (!repeats(request)) {
          const ret = outcome.ret === undefined ? [] : [`=ret=${outcome.ret}`]
          return this.#say('!done', request.tag, ret)
        }
      } while (await this.#again(request.tag ?? ''))
      this.#trap(request.tag, new RouterTrap('interrupted', 2))
    } catch (error) {
      const trap = error instanceof RouterTrap ? error : new RouterTrap(String(error), 4)
      this.#trap(request.tag, trap)
    }
  }

  /** Waits for the next round of a monitor; false once it is cancelled. */
  #again(tag: string): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(!this.socket.destroyed), 1000)
      this.#cancelled.set(tag, () => {
        clearTimeout(timer)
        resolve(false)
      })
    })
  }

  #cancel(request: ApiRequest): void {
    const tag = request.args['tag']
    if (tag === undefined) this.#cancelAll()
    else this.#cancelled.get(tag)?.()
    this.#say('!done', request.tag)
  }

  #cancelAll(): void {
    for (const stop of this.#cancelled.values()) stop()
    this.#cancelled.clear()
  }

  /** A trap is still followed by `!done`. */
  #trap(tag: string | undefined, trap: RouterTrap): void {
    this.#say('!trap', tag, [`=category=${trap.category}`, `=message=${trap.message}`])
    this.#say('!done', tag)
  }

  /** `!fatal` carries a bare reason and no tag, then the router closes. */
  #fatal(reason: string): void {
    this.#say('!fatal', undefined, [reason])
    this.#output = this.#output.then(() => this.options.link.carry(() => void this.socket.end()))
  }

  #say(reply: string, tag: string | undefined, body: string[] = []): void {
    const sentence = encodeSentence([reply, ...(tag === undefined ? [] : [`.tag=${tag}`]), ...body])
    this.#output = this.#output.then(async () => {
      if (!this.socket.destroyed)
        await deliver(this.socket, sentence, this.options.faults, this.options.link)
    })
  }
}

function repeats(request: ApiRequest): boolean {
  return request.command === 'monitor' && !('once' in request.args)
}

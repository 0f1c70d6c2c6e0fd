import { CommandChannel, type RouterReply, type RouterRow } from './command_channel.js'
import { RouterConnectionLost, RouterProtocolError } from './router_api_errors.js'
import {
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_CONNECT_TIMEOUT_MS,
  type RouterApiTarget,
} from './router_api_target.js'
import { RouterConnector } from './router_connector.js'
import { logIn } from './router_login.js'
import { commandWords, printWords } from './sentence_words.js'

/**
 * One logged-in API connection to a router. Commands go out one after the other, in the
 * order they were asked for. Every promise settles; after an error other than
 * RouterTrap the session is over and later commands throw RouterConnectionLost unsent.
 * Menus are written with slashes: `/ip/hotspot/active`.
 */
export interface RouterSession {
  /** Items of a menu that match all of `query`; only the properties of `proplist` if given. */
  print(menu: string, query?: Record<string, string>, proplist?: string[]): Promise<RouterRow[]>
  /** Any command with its arguments. */
  run(command: string, args?: Record<string, string>): Promise<RouterReply>
  /** Adds an item and returns its `.id`. */
  add(menu: string, args: Record<string, string>): Promise<string>
  set(menu: string, id: string, args: Record<string, string>): Promise<void>
  remove(menu: string, id: string): Promise<void>
}

/** A session whose closing is in the caller's hands. */
export class OpenRouterSession implements RouterSession {
  #connector: RouterConnector
  #commandTimeoutMs: number
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(connector: RouterConnector, commandTimeoutMs: number) {
    this.#connector = connector
    this.#commandTimeoutMs = commandTimeoutMs
  }

  /**
   * Connects and logs in.
   *
   * @throws RouterUnreachable | RouterTimeout | RouterLoginRefused | RouterFatal
   *   | RouterConnectionLost | RouterProtocolError, none of them with a socket left open
   */
  static async open(target: RouterApiTarget): Promise<OpenRouterSession> {
    const { connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS } = target
    const { commandTimeoutMs = DEFAULT_COMMAND_TIMEOUT_MS } = target
    const connector = new RouterConnector(target)
    try {
      await connector.dial()
      connector.phase = 'login'
      await logIn(connector, target, target.loginTimeoutMs ?? connectTimeoutMs)
      connector.phase = 'idle'
    } catch (error) {
      await connector.release()
      throw error
    }
    return new OpenRouterSession(connector, commandTimeoutMs)
  }

  print(menu: string, query: Record<string, string> = {}, proplist: string[] = []) {
    return watched(this.#send(`${menu}/print`, printWords(query, proplist)).then(rowsOf))
  }

  run(command: string, args: Record<string, string> = {}) {
    return this.#send(command, commandWords(args))
  }

  add(menu: string, args: Record<string, string>) {
    return watched(this.run(`${menu}/add`, args).then(idOf))
  }

  set(menu: string, id: string, args: Record<string, string>) {
    return watched(this.run(`${menu}/set`, { '.id': id, ...args }).then(nothing))
  }

  remove(menu: string, id: string) {
    return watched(this.run(`${menu}/remove`, { '.id': id }).then(nothing))
  }

  /** Closes the connection; a command under way is rejected, the socket released. */
  close(): Promise<void> {
    return this.#connector.release()
  }

  #send(command: string, words: string[]): Promise<RouterReply> {
    const reply = this.#queue.then(() => this.#exchange(command, words))
    this.#queue = reply.catch(nothing)
    return reply
  }

  async #exchange(command: string, words: string[]) {
    const { failure, where } = this.#connector
    if (failure) {
      throw new RouterConnectionLost(
        `${command} was not sent: the connection to the router ${where} had ended. Connect again.`,
        { cause: failure }
      )
    }
    this.#connector.phase = 'command'
    try {
      return await new CommandChannel(this.#connector, command).run(words, this.#commandTimeoutMs)
    } finally {
      this.#connector.phase = 'idle'
    }
  }
}

/**
 * Opens a session, gives it to `work` and closes it whatever happens.
 *
 * @throws what `OpenRouterSession.open`, the commands or `work` throw
 */
export async function withRouterSession<T>(
  target: RouterApiTarget,
  work: (session: RouterSession) => Promise<T>
): Promise<T> {
  const session = await OpenRouterSession.open(target)
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

/** A command nobody awaits any more, its session having been closed, must not end the process. */
function watched<T>(promise: Promise<T>) {
  promise.catch(nothing)
  return promise
}

function nothing() {}

function rowsOf({ rows }: RouterReply) {
  return rows
}

function idOf({ ret }: RouterReply) {
  if (ret === undefined) {
    throw new RouterProtocolError('The router added an item without telling its .id.')
  }
  return ret
}

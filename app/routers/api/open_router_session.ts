import { CommandChannel, type RouterReply } from './command_channel.js'
import {
  RouterCertificateChanged,
  RouterConnectionLost,
  RouterProtocolError,
} from './router_api_errors.js'
import {
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_CONNECT_TIMEOUT_MS,
  type RouterApiTarget,
} from './router_api_target.js'
import { RouterConnector } from './router_connector.js'
import { logIn } from './router_login.js'
import { type RouterSession } from './router_session.js'
import { commandWords, printWords } from './sentence_words.js'

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
   * Connects and logs in. A certificate seen for the first time is told to the target.
   *
   * @throws RouterUnreachable | RouterTimeout | RouterLoginRefused | RouterFatal
   *   | RouterCertificateChanged | RouterConnectionLost | RouterProtocolError, none of them
   *   with a socket left open
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
      if (connector.certificate && target.certificate?.pinned === null) {
        await target.certificate.onFirst(connector.certificate)
      }
    } catch (error) {
      await connector.release()
      if (error instanceof RouterCertificateChanged) await target.certificate?.onOther(error.seen)
      throw error
    }
    return new OpenRouterSession(connector, commandTimeoutMs)
  }

  /** Host and port, as error messages name them. */
  get where() {
    return this.#connector.where
  }

  /** True once the connection has ended, by whoever. */
  get ended() {
    return this.#connector.failure !== undefined
  }

  /** While it rests, the connection alone does not keep the process from ending. */
  rest(resting: boolean) {
    this.#connector.rest(resting)
  }

  /** Calls back when the connection ends; at once if it has. */
  onEnd(listener: () => void) {
    if (this.ended) listener()
    else this.#connector.once('down', listener)
  }

  /** Asks for a sign of life; a connection that gives none within `timeoutMs` is ended. */
  async isAlive(timeoutMs: number): Promise<boolean> {
    try {
      await this.#send('/system/identity/print', [], timeoutMs)
      return true
    } catch {
      return !this.ended
    }
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

  #send(
    command: string,
    words: string[],
    timeoutMs = this.#commandTimeoutMs
  ): Promise<RouterReply> {
    const reply = this.#queue.then(() => this.#exchange(command, words, timeoutMs))
    this.#queue = reply.catch(nothing)
    return reply
  }

  async #exchange(command: string, words: string[], timeoutMs: number) {
    const { failure, where } = this.#connector
    if (failure) {
      throw new RouterConnectionLost(
        `${command} was not sent: the connection to the router ${where} had ended. Connect again.`,
        { cause: failure }
      )
    }
    this.#connector.phase = 'command'
    try {
      return await new CommandChannel(this.#connector, command).run(words, timeoutMs)
    } finally {
      this.#connector.phase = 'idle'
    }
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

import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Connector } from 'node-routeros'
import { connectFailure } from './connect_failure.js'
import {
  type RouterApiError,
  RouterConnectionLost,
  RouterFatal,
  RouterProtocolError,
  RouterTimeout,
} from './router_api_errors.js'
import { DEFAULT_CONNECT_TIMEOUT_MS, type RouterApiTarget } from './router_api_target.js'
import { SentenceReceiver } from './sentence_receiver.js'
import { encodeSentence } from './word_codec.js'

/** A vanished peer is noticed on an idle connection after about this long. */
const KEEPALIVE_AFTER_MS = 30_000

/**
 * node-routeros's connector with its socket handling replaced. Kept: the seam that
 * channels use (read, stopRead, write) and the receiver's registry of tags. Replaced:
 * the original emits an unlistened 'error' on a late RST, drops its listeners when the
 * peer closes so that nobody learns of it, sends each word in a segment of its own
 * in Windows-1252 and keeps words for ever when the socket is gone.
 *
 * Whatever ends the connection passes through `fail` exactly once; 'down' tells why.
 */
export class RouterConnector extends Connector {
  /** What the connection is busy with; decides whether its end leaves a command in doubt. */
  phase: 'connect' | 'login' | 'idle' | 'command' = 'connect'
  #target: RouterApiTarget
  #failure: RouterApiError | undefined
  #released = Promise.withResolvers<void>()

  constructor(target: RouterApiTarget) {
    super({ host: target.host, port: target.port, tls: target.tls })
    this.#target = target
  }

  /** Why the connection ended; undefined while it stands. */
  get failure() {
    return this.#failure
  }

  /** How error messages name this end: host and port. */
  get where() {
    return `${this.host}:${this.port}`
  }

  /**
   * Connects, within the target's connectTimeoutMs.
   *
   * @throws RouterUnreachable | RouterTimeout | RouterConnectionLost
   */
  async dial(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timeoutMs = this.#target.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS
    const deadline = setTimeout(
      () => this.expire('did not accept a connection', timeoutMs),
      timeoutMs
    )
    this.once('connected', resolve).once('down', reject)
    try {
      this.connect()
      await promise
    } finally {
      clearTimeout(deadline)
      this.off('connected', resolve).off('down', reject)
    }
  }

  override connect() {
    try {
      this.#adopt(this.#createSocket())
    } catch (error) {
      this.#released.resolve()
      this.fail(connectFailure(this.where, error, this.tls !== undefined))
    }
    return this
  }

  /** Sends one sentence in one piece. */
  override write(words: string[]) {
    this.socket?.write(encodeSentence(words))
    return this
  }

  /** Ends the connection and rejects what waits on it; resolves when the socket is released. */
  async release(): Promise<void> {
    this.close()
    await this.#released.promise
  }

  override close() {
    this.fail(this.#lost('was closed by us'))
  }

  override destroy() {
    this.close()
  }

  /** Ends the connection because a deadline of `timeoutMs` passed. */
  expire(what: string, timeoutMs: number) {
    const advice = this.#inDoubt
      ? 'It may have been carried out all the same; read the state back.'
      : 'Check the address, the firewall and the load of the router.'
    this.fail(
      new RouterTimeout(`The router ${this.where} ${what} within ${timeoutMs} ms. ${advice}`, {
        indeterminate: this.#inDoubt,
      })
    )
  }

  /** Ends the connection; the first reason counts. */
  fail(error: RouterApiError) {
    if (this.#failure) return
    this.#failure = error
    this.socket?.destroy()
    this.emit('down', error)
  }

  get #inDoubt() {
    return this.phase === 'command'
  }

  #createSocket(): Socket {
    if (this.host === '') throw new TypeError('the address is empty')
    const options = {
      host: this.host,
      port: this.port,
      lookup: this.#target.lookup,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEPALIVE_AFTER_MS,
    }
    return this.tls ? connectTls({ ...this.tls, ...options }) : connectPlain(options)
  }

  #adopt(socket: Socket) {
    const receiver = new SentenceReceiver(socket, (reason) => this.#onFatal(reason))
    this.socket = socket
    this.receiver = receiver
    socket.on(this.tls ? 'secureConnect' : 'connect', () => this.emit('connected'))
    socket.on('data', (data: Buffer) => this.#onOctets(receiver, data))
    socket.on('error', (error) => this.#onError(error))
    socket.on('end', () => this.fail(this.#lost('closed the connection')))
    socket.on('close', () => {
      this.fail(this.#lost('is gone'))
      this.#released.resolve()
    })
  }

  #onOctets(receiver: SentenceReceiver, data: Buffer) {
    if (this.#failure) return
    try {
      receiver.processRawData(data)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.fail(
        new RouterProtocolError(`${this.where}: ${message}.`, {
          indeterminate: this.#inDoubt,
          cause: error,
        })
      )
    }
  }

  #onFatal(reason: string) {
    this.fail(
      new RouterFatal(
        `The router ${this.where} ended the session: ${reason || 'no reason given'}.`,
        {
          indeterminate: this.#inDoubt,
        }
      )
    )
  }

  #onError(error: Error) {
    if (this.phase === 'connect') {
      this.fail(connectFailure(this.where, error, this.tls !== undefined))
    } else {
      this.fail(this.#lost('dropped the connection', error))
    }
  }

  #lost(what: string, cause?: Error) {
    const advice = this.#inDoubt
      ? 'The command under way may have been carried out; read the state back.'
      : 'Check the port, and that /ip/service allows the address of this server.'
    return new RouterConnectionLost(
      `The connection to the router ${this.where} ${what}. ${advice}`,
      {
        indeterminate: this.#inDoubt,
        cause,
      }
    )
  }
}

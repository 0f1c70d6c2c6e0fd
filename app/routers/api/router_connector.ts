import { type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
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
import { isTlsAlert, openSocket } from './router_socket.js'
import { certificateOf } from './router_tls.js'
import { SentenceReceiver } from './sentence_receiver.js'
import { certificateChanged, speaksTls, tlsFailure } from './tls_failure.js'
import { encodeSentence } from './word_codec.js'

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
  phase: 'connect' | 'tls' | 'login' | 'idle' | 'command' = 'connect'
  /** What TLS was agreed with; undefined without TLS. */
  certificate: string | undefined
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
   * @throws RouterUnreachable | RouterTimeout | RouterConnectionLost | RouterCertificateChanged
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
      this.#adopt(openSocket(this.#target))
    } catch (error) {
      this.#released.resolve()
      this.fail(connectFailure(this.where, error))
    }
    return this
  }

  /** Sends one sentence in one piece. */
  override write(words: string[]) {
    this.socket?.write(encodeSentence(words))
    return this
  }

  rest(resting: boolean) {
    if (resting) this.socket?.unref()
    else this.socket?.ref()
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
    if (this.phase === 'tls') return this.fail(tlsFailure(this.where))
    const advice = ADVICE_IN_SILENCE[this.phase]
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

  #adopt(socket: Socket) {
    const receiver = new SentenceReceiver(socket, (reason) => this.#onFatal(reason))
    this.socket = socket
    this.receiver = receiver
    if (socket instanceof TLSSocket) {
      socket.on('connect', () => (this.phase = 'tls'))
      socket.on('secureConnect', () => this.#recognise(socket))
    } else {
      socket.on('connect', () => this.emit('connected'))
    }
    socket.on('data', (data: Buffer) => this.#onOctets(receiver, data))
    socket.on('error', (error) => this.#onError(error))
    socket.on('end', () => this.#onEnd('closed the connection'))
    socket.on('close', () => {
      this.#onEnd('is gone')
      this.#released.resolve()
    })
  }

  /** A router known by another certificate is told nothing, least of all a password. */
  #recognise(socket: TLSSocket) {
    const seen = certificateOf(socket)
    const pinned = this.#target.certificate?.pinned ?? seen
    this.certificate = seen
    if (seen === pinned) this.emit('connected')
    else this.fail(certificateChanged(this.where, pinned, seen))
  }

  #onOctets(receiver: SentenceReceiver, data: Buffer) {
    if (this.#failure) return
    if (this.phase === 'login' && isTlsAlert(data)) return this.fail(speaksTls(this.where))
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
    if (this.phase === 'connect') this.fail(connectFailure(this.where, error))
    else if (this.phase === 'tls') this.fail(tlsFailure(this.where, error))
    else this.fail(this.#lost('dropped the connection', error))
  }

  #onEnd(what: string) {
    this.fail(this.phase === 'tls' ? tlsFailure(this.where) : this.#lost(what))
  }

  #lost(what: string, cause?: Error) {
    return new RouterConnectionLost(
      `The connection to the router ${this.where} ${what}. ${ADVICE_AFTER_LOSS[this.phase]}`,
      { indeterminate: this.#inDoubt, cause }
    )
  }
}

const CHECK_SERVICE =
  'Check the port (8728 plain; 8729 with TLS switched on here), and that /ip/service allows the address of this server.'

const ADVICE_IN_SILENCE = {
  connect: 'Check the address, the firewall and that it is switched on.',
  login:
    'It takes connections and says nothing: check that the port is its API port (8728 plain, 8729 TLS) and not that of another service.',
  idle: 'Check the load of the router.',
  command: 'It may have been carried out all the same; read the state back.',
}

const ADVICE_AFTER_LOSS = {
  connect: CHECK_SERVICE,
  tls: CHECK_SERVICE,
  login: CHECK_SERVICE,
  idle: 'It can be connected to again.',
  command: 'The command under way may have been carried out; read the state back.',
}

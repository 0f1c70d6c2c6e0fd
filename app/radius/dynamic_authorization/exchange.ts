import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import {
  DynamicAuthorizationNotSent,
  type DynamicAuthorizationOutcome,
  type DynamicAuthorizationRoute,
} from './dynamic_authorization.js'
import { errorCauseName } from './error_cause.js'
import { readReply } from './reply_packet.js'

const DEFAULT_PORT = 3799
const DEFAULT_TIMEOUT_MS = 7_000
const DEFAULT_ATTEMPTS = 3

/**
 * Sends a signed request and waits for its reply, sending the same octets again while
 * none comes (RFC 5176 §2.3: an unchanged packet keeps its identifier, so the router
 * does its work once). Each exchange has a socket of its own: identifiers cannot collide.
 *
 * @throws DynamicAuthorizationNotSent
 */
export async function exchange(
  request: Buffer,
  route: DynamicAuthorizationRoute
): Promise<DynamicAuthorizationOutcome> {
  const socket = createSocket(isIPv6(route.address) ? 'udp6' : 'udp4')
  // An ICMP error is a hint, never an end (the router may be restarting), whenever it comes.
  socket.on('error', () => {})
  try {
    await aim(socket, route)
    return await new Exchange(socket, request, route).outcome()
  } finally {
    socket.close()
  }
}

/** Connects the socket, so that the system lets through only what the router sends. */
async function aim(socket: Socket, route: DynamicAuthorizationRoute) {
  const { address, port = DEFAULT_PORT, sourceAddress, timeoutMs = DEFAULT_TIMEOUT_MS } = route
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    socket.bind({ address: sourceAddress, exclusive: true })
    await once(socket, 'listening', { signal })
    socket.connect(port, address)
    await once(socket, 'connect', { signal })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new DynamicAuthorizationNotSent(
      `Nothing could be sent to the router at ${address}:${port} (${detail}). ` +
        'Check its address and the address to send from.',
      { cause: error }
    )
  }
}

class Exchange {
  #socket: Socket
  #request: Buffer
  #secret: string
  #attempts: number
  #firstWaitMs: number
  #timer: NodeJS.Timeout | undefined
  #trouble: 'silent' | 'port_closed' | 'bad_replies' = 'silent'
  #settled = Promise.withResolvers<DynamicAuthorizationOutcome>()

  constructor(socket: Socket, request: Buffer, route: DynamicAuthorizationRoute) {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, attempts = DEFAULT_ATTEMPTS } = route
    this.#socket = socket
    this.#request = request
    this.#secret = route.secret
    this.#attempts = Math.max(1, attempts)
    this.#firstWaitMs = timeoutMs / (2 ** this.#attempts - 1)
  }

  async outcome(): Promise<DynamicAuthorizationOutcome> {
    this.#socket.on('message', (datagram) => this.#onDatagram(datagram))
    this.#socket.on('error', (error) => this.#onTrouble(error))
    this.#transmit(1)
    try {
      return await this.#settled.promise
    } finally {
      clearTimeout(this.#timer)
    }
  }

  #transmit(attempt: number) {
    this.#socket.send(this.#request, (error) => error && this.#onTrouble(error))
    this.#timer = setTimeout(
      () => (attempt < this.#attempts ? this.#transmit(attempt + 1) : this.#giveUp()),
      this.#firstWaitMs * 2 ** (attempt - 1)
    )
  }

  #onDatagram(datagram: Buffer) {
    const reply = readReply(datagram, this.#request, this.#secret)
    if (!reply) {
      this.#trouble = 'bad_replies'
    } else if (reply.ack) {
      this.#settled.resolve({ outcome: 'ack' })
    } else {
      const { errorCause } = reply
      this.#settled.resolve({ outcome: 'nak', errorCause, reason: errorCauseName(errorCause) })
    }
  }

  #onTrouble(error: Error) {
    const refused = 'code' in error && error.code === 'ECONNREFUSED'
    if (refused && this.#trouble === 'silent') this.#trouble = 'port_closed'
  }

  #giveUp() {
    this.#settled.resolve({
      outcome: 'timeout',
      attempts: this.#attempts,
      reason: this.#trouble,
    })
  }
}

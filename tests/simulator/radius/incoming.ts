import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Link } from '../link.js'
import type { Menus } from '../menus/menus.js'
import { MalformedPacket, type Attribute } from './attributes.js'
import { CODE } from './dictionary.js'
import {
  isAuthentic,
  messageAuthenticatorOf,
  openPacket,
  sealPacket,
  type RadiusPacket,
} from './packet.js'
import { secretsFor } from './servers.js'

/** RFC 5176 §3.5. */
export const ERROR_CAUSE = {
  unsupportedAttribute: 401,
  missingAttribute: 402,
  nasIdentificationMismatch: 403,
  invalidRequest: 404,
  invalidAttributeValue: 407,
  sessionContextNotFound: 503,
} as const

/** Undefined acknowledges; a number refuses with that Error-Cause. */
export type ChangeVerdict = number | undefined
export type ChangeHandler = (packet: RadiusPacket) => Promise<ChangeVerdict> | ChangeVerdict

export interface IncomingOptions {
  menus: Menus
  address: string
  link: Link
  disconnect: ChangeHandler
  change: ChangeHandler
  log: (topics: string, message: string) => void
}

/** `/radius incoming`: listens for CoA and Disconnect requests while `accept=yes`. */
export class IncomingListener {
  readonly counters = { requests: 0, badRequests: 0, acks: 0, naks: 0 }
  #socket: Socket | undefined
  #port = 0

  constructor(private readonly options: IncomingOptions) {
    options.menus.watch('/radius/incoming', () => this.apply())
  }

  /** Listens as the menu says; called again whenever the menu changes. */
  async apply(): Promise<void> {
    const settings = this.options.menus.settings('/radius/incoming')
    const wanted = settings['accept'] === 'true' ? Number(settings['port']) : 0
    if (wanted === this.#port) return
    this.stop()
    if (wanted === 0) return
    const socket = createSocket('udp4')
    socket.on('message', (octets, from) =>
      this.options.link.carry(() => void this.#receive(socket, octets, from))
    )
    socket.bind(wanted, this.options.address)
    await once(socket, 'listening')
    socket.on('error', () => undefined)
    this.#socket = socket
    this.#port = wanted
  }

  stop(): void {
    this.#socket?.close()
    this.#socket = undefined
    this.#port = 0
  }

  async #receive(socket: Socket, octets: Buffer, from: RemoteInfo): Promise<void> {
    this.counters.requests++
    const secrets = secretsFor(this.options.menus, from.address)
    const secret = secrets.find((one) => trusted(octets, one) !== undefined)
    const packet = secret === undefined ? undefined : trusted(octets, secret)
    if (secret === undefined || packet === undefined) {
      this.counters.badRequests++
      this.options.log(
        'radius,warning',
        `dropped a request from ${from.address}: unknown address or secret`
      )
      return
    }
    const reply = await this.#answer(packet, secret, octets)
    this.options.link.carry(() => {
      if (socket === this.#socket) socket.send(reply, from.port, from.address)
    })
  }

  async #answer(packet: RadiusPacket, secret: string, octets: Buffer): Promise<Buffer> {
    const disconnect = packet.code === CODE.disconnectRequest
    const handler = disconnect ? this.options.disconnect : this.options.change
    const cause = await handler(packet)
    if (cause === undefined) this.counters.acks++
    else this.counters.naks++
    const [ack, nak] = disconnect
      ? [CODE.disconnectAck, CODE.disconnectNak]
      : [CODE.coaAck, CODE.coaNak]
    const attributes: Attribute[] = packet.attributes.filter(([name]) => name === 'Proxy-State')
    if (cause !== undefined) attributes.push(['Error-Cause', cause])
    return sealPacket({
      code: cause === undefined ? ack : nak,
      identifier: packet.identifier,
      attributes,
      secret,
      messageAuthenticator: messageAuthenticatorOf(octets, secret) === 'valid',
      requestAuthenticator: packet.authenticator,
    })
  }
}

/** A CoA or Disconnect request whose authenticators were made with this secret; anything else is dropped. */
function trusted(octets: Buffer, secret: string): RadiusPacket | undefined {
  try {
    const packet = openPacket(octets)
    const known = packet.code === CODE.disconnectRequest || packet.code === CODE.coaRequest
    if (!known || !isAuthentic(octets, secret)) return undefined
    return messageAuthenticatorOf(octets, secret) === 'invalid' ? undefined : packet
  } catch (error) {
    if (error instanceof MalformedPacket) return undefined
    throw error
  }
}

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Attribute } from './attributes.js'
import { MalformedPacket } from './attributes.js'
import { CODE } from './dictionary.js'
import {
  freshAuthenticator,
  isAuthentic,
  messageAuthenticatorOf,
  openPacket,
  sealPacket,
  type RadiusPacket,
} from './packet.js'
import type { Link } from '../link.js'
import { PacketSocket } from './packet_socket.js'

/** One `/radius` row, read for one kind of packet. */
export interface RadiusServer {
  readonly id: string
  readonly address: string
  readonly port: number
  readonly secret: string
  /** Milliseconds until the packet is sent again. */
  readonly timeout: number
  /** Replies to Access-Requests without a valid Message-Authenticator are ignored. */
  readonly requireMessageAuthenticator: boolean
  /** Address to send from; the router's own when undefined. */
  readonly source: string | undefined
}

/** What `/radius monitor` counts. */
export interface RadiusCounters {
  pending: number
  requests: number
  accepts: number
  rejects: number
  resends: number
  timeouts: number
  badReplies: number
  lastRequestRtt: number
}

export const noCounters = (): RadiusCounters => ({
  pending: 0,
  requests: 0,
  accepts: 0,
  rejects: 0,
  resends: 0,
  timeouts: 0,
  badReplies: 0,
  lastRequestRtt: 0,
})

/** Attributes may depend on the request authenticator: it hides User-Password. */
export type AttributeMaker = (authenticator: Buffer) => readonly Attribute[]

const TRIES = 3
const ANSWERS = new Map<number, readonly number[]>([
  [CODE.accessRequest, [CODE.accessAccept, CODE.accessReject, CODE.accessChallenge]],
  [CODE.accountingRequest, [CODE.accountingResponse]],
])

/** The NAS's side of RADIUS over UDP: sends, retries, and believes only authentic replies. */
export class NasClient {
  readonly counters = new Map<string, RadiusCounters>()
  readonly #sockets = new Map<string, Promise<PacketSocket>[]>()
  readonly #abandon = new Set<() => void>()
  #closed = false

  constructor(
    private readonly address: string,
    private readonly link?: Link
  ) {}

  countersOf(id: string): RadiusCounters {
    const counters = this.counters.get(id) ?? noCounters()
    this.counters.set(id, counters)
    return counters
  }

  /** The reply, or undefined when the server stayed silent through three tries. */
  async exchange(
    server: RadiusServer,
    code: number,
    make: AttributeMaker
  ): Promise<RadiusPacket | undefined> {
    const counters = this.countersOf(server.id)
    if (this.#closed) return undefined
    counters.requests++
    counters.pending++
    try {
      const address = await numericAddress(server.address)
      const reply = await this.#converse({ ...server, address }, code, make, counters)
      if (reply === undefined) counters.timeouts++
      if (reply?.code === CODE.accessAccept) counters.accepts++
      if (reply?.code === CODE.accessReject) counters.rejects++
      return reply
    } catch (error) {
      if (error instanceof RangeError) throw error
      counters.timeouts++
      return undefined
    } finally {
      counters.pending--
    }
  }

  async #converse(
    server: RadiusServer,
    code: number,
    make: AttributeMaker,
    counters: RadiusCounters
  ): Promise<RadiusPacket | undefined> {
    const source = server.source ?? this.address
    let socket = await this.#socketFor(source)
    // others may have claimed the last identifiers while this one waited
    while (socket.full) socket = await this.#socketFor(source)
    const authenticator = freshAuthenticator()
    const attributes = make(authenticator)
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      let packet: Buffer
      const finish = (reply: RadiusPacket | undefined) => {
        clearTimeout(timer)
        this.#abandon.delete(abandon)
        socket.release(identifier)
        resolve(reply)
      }
      const identifier = socket.claim((octets, from) => {
        const fromServer = from.address === server.address && from.port === server.port
        const reply = fromServer ? believe(octets, server, code, packet.subarray(4, 20)) : undefined
        if (reply === undefined) counters.badReplies++
        else {
          counters.lastRequestRtt = Date.now() - sentAt
          finish(reply)
        }
      })
      const messageAuthenticator = code === CODE.accessRequest
      packet = sealPacket({
        code,
        identifier,
        attributes,
        secret: server.secret,
        messageAuthenticator,
        authenticator,
      })
      const abandon = () => finish(undefined)
      this.#abandon.add(abandon)
      const sentAt = Date.now()
      const attempt = (number: number) => {
        if (number > TRIES) return finish(undefined)
        if (number > 1) counters.resends++
        socket.send(packet, server.port, server.address)
        timer = setTimeout(attempt, server.timeout, number + 1)
      }
      attempt(1)
    })
  }

  /** Opens another socket when all 256 identifiers of the others are in flight. */
  async #socketFor(source: string): Promise<PacketSocket> {
    const sockets = this.#sockets.get(source) ?? []
    this.#sockets.set(source, sockets)
    for (const opening of sockets) {
      const socket = await opening
      if (!socket.full) return socket
    }
    const opening = PacketSocket.bind(source, this.link)
    sockets.push(opening)
    opening.catch(() => sockets.splice(sockets.indexOf(opening), 1))
    return opening
  }

  /** Gives up what is under way and sends nothing more. */
  async close(): Promise<void> {
    this.#closed = true
    for (const abandon of this.#abandon) abandon()
    const open = [...this.#sockets.values()].flat()
    this.#sockets.clear()
    for (const opening of open)
      await opening.then((socket) => socket.close()).catch(() => undefined)
  }
}

/** The packet, if it answers our request and proves knowledge of the secret. */
function believe(
  octets: Buffer,
  server: RadiusServer,
  code: number,
  requestAuthenticator: Buffer
): RadiusPacket | undefined {
  try {
    const reply = openPacket(octets)
    if (!ANSWERS.get(code)?.includes(reply.code)) return undefined
    if (!isAuthentic(octets, server.secret, requestAuthenticator)) return undefined
    const state = messageAuthenticatorOf(octets, server.secret, requestAuthenticator)
    if (state === 'invalid') return undefined
    const required = server.requireMessageAuthenticator && code === CODE.accessRequest
    return required && state === 'absent' ? undefined : reply
  } catch (error) {
    if (error instanceof MalformedPacket) return undefined
    throw error
  }
}

async function numericAddress(name: string): Promise<string> {
  if (isIP(name) !== 0) return name
  const found = await lookup(name, 4)
  return found.address
}

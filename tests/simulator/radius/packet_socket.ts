import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Link } from '../link.js'

export type ReplyHandler = (octets: Buffer, from: { address: string; port: number }) => void

const IDENTIFIERS = 256

/** One UDP socket and its 256 identifiers. */
export class PacketSocket {
  readonly #waiting = new Map<number, ReplyHandler>()
  #next = 0
  #closed = false

  private constructor(
    private readonly socket: Socket,
    private readonly link = new Link()
  ) {
    socket.on('message', (octets, from) => {
      link.carry(() => {
        if (octets.length >= 2) this.#waiting.get(octets.readUInt8(1))?.(octets, from)
      })
    })
    // an ICMP "port unreachable" is what a silent server looks like; the retry deals with it
    socket.on('error', () => undefined)
  }

  /** Binds to the address from which the RADIUS server knows this router. Throws when it cannot. */
  static async bind(address: string, link?: Link): Promise<PacketSocket> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 })
    socket.bind(0, address)
    await once(socket, 'listening')
    socket.unref()
    return new PacketSocket(socket, link)
  }

  get full(): boolean {
    return this.#waiting.size >= IDENTIFIERS
  }

  /** A free identifier; replies carrying it go to the handler until it is released. */
  claim(handler: ReplyHandler): number {
    if (this.full) throw new Error('All identifiers of this socket are in use')
    while (this.#waiting.has(this.#next)) this.#next = (this.#next + 1) % IDENTIFIERS
    const identifier = this.#next
    this.#next = (identifier + 1) % IDENTIFIERS
    this.#waiting.set(identifier, handler)
    return identifier
  }

  release(identifier: number): void {
    this.#waiting.delete(identifier)
  }

  send(octets: Buffer, port: number, address: string): void {
    this.link.carry(() => {
      if (!this.#closed) this.socket.send(octets, port, address, () => undefined)
    })
  }

  close(): void {
    this.#closed = true
    this.socket.close()
  }
}

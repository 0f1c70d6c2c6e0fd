import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

interface Place {
  address: string
  apiPort: number
  radius: { address: string; authPort: number; acctPort: number }
}

const API_PORT = 8730

/** Where a RADIUS packet has it (RFC 2865 §3), by which a reply finds its request. */
const IDENTIFIER = 1

/**
 * Puts a router far away: what it and we say to each other, RADIUS and API, arrives half a round
 * trip later. Packets still leave from the router's own address, by which RADIUS knows it.
 */
export class Distance implements AsyncDisposable {
  readonly apiPort = API_PORT
  /** What the router is to take for its RADIUS server. */
  radius = { address: '', authPort: 0, acctPort: 0 }
  readonly #ends: (() => void)[] = []

  private constructor(private readonly halfMs: number) {}

  static async put({ address, apiPort, radius }: Place, roundTripMs: number): Promise<Distance> {
    const distance = new Distance(roundTripMs / 2)
    await distance.#carryApi(address, apiPort)
    distance.radius = {
      address,
      authPort: await distance.#carryRadius(address, radius.address, radius.authPort),
      acctPort: await distance.#carryRadius(address, radius.address, radius.acctPort),
    }
    return distance
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends) end()
  }

  async #carryApi(address: string, port: number): Promise<void> {
    const server: Server = createServer((ours) => {
      // The handshake of TCP costs a round trip, too.
      this.#later(2, () => {
        const theirs = connect({ port, host: address, noDelay: true })
        this.#carry(ours, theirs)
        this.#carry(theirs, ours)
      })
    })
    server.listen(API_PORT, address)
    await once(server, 'listening')
    this.#ends.push(() => server.close())
  }

  #carry(from: Socket, to: Socket) {
    from.setNoDelay(true)
    from.on('data', (octets: Buffer) => this.#later(1, () => to.writable && to.write(octets)))
    from.on('error', () => from.destroy())
    from.on('close', () => this.#later(1, () => to.destroy()))
    this.#ends.push(() => from.destroy())
  }

  /** @returns the port that stands for the server's */
  async #carryRadius(address: string, server: string, serverPort: number): Promise<number> {
    const [inner, outer] = [await bound(address), await bound(address)]
    const askers = new Map<number, number>()
    inner.on('message', (packet, { port }) => {
      askers.set(packet.readUInt8(IDENTIFIER), port)
      this.#later(1, () => outer.send(packet, serverPort, server))
    })
    outer.on('message', (packet) => {
      const port = askers.get(packet.readUInt8(IDENTIFIER))
      if (port) this.#later(1, () => inner.send(packet, port, address))
    })
    this.#ends.push(
      () => inner.close(),
      () => outer.close()
    )
    return inner.address().port
  }

  #later(halves: number, work: () => void) {
    if (this.halfMs === 0) work()
    else setTimeout(work, halves * this.halfMs)
  }
}

async function bound(address: string): Promise<UdpSocket> {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  socket.bind({ port: 0, address })
  await once(socket, 'listening')
  return socket
}

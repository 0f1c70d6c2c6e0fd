import { createSocket, type Socket } from 'node:dgram'
import { answers } from './packets.js'

export interface Request {
  /** Index of the source address. */
  source: number
  secret: string
  packet: Buffer
}

export interface LoadOptions {
  target: { host: string; port: number }
  /** Requests in flight at once. */
  window: number
  /** Milliseconds until a router asks again, and how often it asks in all. */
  retryAfter: number
  tries: number
}

export interface Outcome {
  /** Answers by RADIUS code. */
  codes: Map<number, number>
  lost: number
  retries: number
  seconds: number
}

interface Flight {
  request: Request
  tries: number
  due: number
}

const RETRY_TICK = 50

/** One socket per router address: RADIUS allows 256 requests in flight on each. */
export class RouterSockets {
  private constructor(private readonly sockets: Socket[]) {}

  static async open(addresses: string[]): Promise<RouterSockets> {
    const sockets = addresses.map(() => createSocket({ type: 'udp4', recvBufferSize: 1 << 20 }))
    await Promise.all(
      sockets.map(
        (socket, index) =>
          new Promise<void>((resolve, reject) => {
            socket.once('error', reject)
            socket.bind(0, addresses[index], () => {
              socket.off('error', reject)
              resolve()
            })
          })
      )
    )
    return new RouterSockets(sockets)
  }

  /** Sends every request, asks again as a router would, and settles when all are decided. */
  send(requests: Request[], options: LoadOptions): Promise<Outcome> {
    const { target, window, retryAfter, tries } = options
    const flights = new Map<number, Flight>()
    const outcome: Outcome = {
      codes: new Map(),
      lost: 0,
      retries: 0,
      seconds: 0,
    }
    const begun = performance.now()
    let next = 0

    return new Promise((resolve, reject) => {
      const transmit = (flight: Flight) => {
        flight.tries++
        flight.due = performance.now() + retryAfter
        this.at(flight.request.source).send(flight.request.packet, target.port, target.host)
      }
      const fill = () => {
        while (flights.size < window && next < requests.length) {
          const request = requests[next++]
          if (!request) break
          const key = request.source * 256 + request.packet.readUInt8(1)
          if (flights.has(key)) return finish(new Error('an identifier is used twice at once'))
          const flight = { request, tries: 0, due: 0 }
          flights.set(key, flight)
          transmit(flight)
        }
        if (flights.size === 0 && next >= requests.length) finish()
      }
      const clock = setInterval(() => {
        const now = performance.now()
        for (const [key, flight] of flights) {
          if (flight.due > now) continue
          if (flight.tries >= tries) {
            flights.delete(key)
            outcome.lost++
          } else {
            outcome.retries++
            transmit(flight)
          }
        }
        fill()
      }, RETRY_TICK)
      const finish = (error?: Error) => {
        clearInterval(clock)
        for (const socket of this.sockets) socket.removeAllListeners('message')
        outcome.seconds = (performance.now() - begun) / 1000
        if (error) reject(error)
        else resolve(outcome)
      }
      this.sockets.forEach((socket, source) => {
        socket.on('message', (reply) => {
          const key = source * 256 + reply.readUInt8(1)
          const flight = flights.get(key)
          // A second answer to a request that was asked twice finds nobody waiting.
          if (!flight || !answers(reply, flight.request.packet, flight.request.secret)) return
          flights.delete(key)
          const code = reply.readUInt8(0)
          outcome.codes.set(code, (outcome.codes.get(code) ?? 0) + 1)
          fill()
        })
      })
      fill()
    })
  }

  async close(): Promise<void> {
    await Promise.all(
      this.sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve())))
    )
  }

  private at(source: number): Socket {
    const socket = this.sockets[source]
    if (!socket) throw new Error(`there is no router ${source}`)
    return socket
  }
}

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type DynamicAuthorizationRoute } from '#radius/dynamic_authorization/dynamic_authorization'

type Script = (request: Buffer, nas: ScriptedNas, from: RemoteInfo) => void

/** A RADIUS peer on a free loopback port that hands each datagram to `script`. */
export class ScriptedNas {
  readonly received: Buffer[] = []
  readonly senders: RemoteInfo[] = []
  readonly secret = 'sécret with spaces "and" #'
  #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static async listen(script: Script, port = 0): Promise<ScriptedNas> {
    const socket = createSocket('udp4')
    const nas = new ScriptedNas(socket)
    socket.on('message', (request, from) => {
      nas.received.push(request)
      nas.senders.push(from)
      script(request, nas, from)
    })
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    return nas
  }

  get port() {
    return this.#socket.address().port
  }

  get route(): DynamicAuthorizationRoute {
    return { address: '127.0.0.1', port: this.port, secret: this.secret, timeoutMs: 350 }
  }

  send(datagram: Buffer, to: RemoteInfo) {
    this.#socket.send(datagram, to.port, to.address)
  }

  close() {
    this.#socket.close()
  }
}

/** A reply signed as RFC 5176 §2.3 and §3.4 say, worked out here and not by the code under test. */
export function reply(code: number, request: Buffer, secret: string, attributes = Buffer.alloc(0)) {
  const body = Buffer.concat([Buffer.of(80, 18), Buffer.alloc(16), attributes])
  const head = Buffer.of(code, request[1] ?? 0, 0, 20 + body.length)
  const asked = request.subarray(4, 20)
  createHmac('md5', secret).update(head).update(asked).update(body).digest().copy(body, 2)
  const digest = createHash('md5').update(head).update(asked).update(body).update(secret).digest()
  return Buffer.concat([head, digest, body])
}

/** Whether a request's two signatures hold, checked the way a NAS does. */
export function isGenuine(request: Buffer, secret: string): boolean {
  const zeroed = Buffer.from(request)
  zeroed.fill(0, 4, 20)
  const digest = createHash('md5').update(zeroed).update(secret).digest()
  zeroed.fill(0, 22, 38)
  const mac = createHmac('md5', secret).update(zeroed).digest()
  return (
    timingSafeEqual(digest, request.subarray(4, 20)) &&
    request[20] === 80 &&
    timingSafeEqual(mac, request.subarray(22, 38))
  )
}

/** The attributes of a packet as type and hex value. */
export function attributesOf(packet: Buffer): [number, string][] {
  const attributes: [number, string][] = []
  for (let at = 20; at < packet.length; at += packet[at + 1] ?? packet.length) {
    attributes.push([
      packet[at] ?? 0,
      packet.subarray(at + 2, at + (packet[at + 1] ?? 0)).toString('hex'),
    ])
  }
  return attributes
}

import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

const DONE = Buffer.from('\u0005!done')

/**
 * An API that says `!done` to every sentence, login included, with its tag: as light as a
 * router can be, so that what is measured is us. It takes sentences as they come, whole.
 */
export class ApiResponder implements AsyncDisposable {
  readonly #sockets = new Set<Socket>()

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('data', (octets: Buffer) => socket.write(answer(octets)))
    })
  }

  static async start(): Promise<ApiResponder> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new ApiResponder(server)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.server.close()
    await once(this.server, 'close')
  }
}

/** The sentence's last word is its tag. */
function answer(sentence: Buffer): Buffer {
  const tag = sentence.lastIndexOf('.tag=')
  const word = sentence.subarray(tag, -1)
  return Buffer.concat([DONE, Buffer.of(word.length), word, Buffer.of(0)])
}

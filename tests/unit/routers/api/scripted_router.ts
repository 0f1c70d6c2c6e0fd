import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { type RouterApiTarget } from '#routers/api/router_api_target'

/**
 * Octets of a sentence, built without the code under test. Words here are shorter than
 * 0x4000 octets, except where a spec writes its prefix by hand.
 */
export function octets(...words: (string | Buffer)[]): Buffer {
  const parts = words.flatMap((word) => {
    const bytes = Buffer.from(word)
    return [
      bytes.length < 0x80 ? [bytes.length] : [0x80 | (bytes.length >> 8), bytes.length & 255],
      bytes,
    ]
  })
  return Buffer.concat([...parts.map((part) => Buffer.from(part)), Buffer.from([0])])
}

/** What the client said in one sentence, cut by a reader of this file's own. */
function cut(pending: Buffer): { words: string[]; rest: Buffer } | undefined {
  const words: string[] = []
  let at = 0
  while (at < pending.length) {
    let size = pending.readUInt8(at++)
    if (size === 0) return { words, rest: pending.subarray(at) }
    if (size >= 0xc0) {
      size = ((size & 0x1f) << 16) | pending.readUInt16BE(at)
      at += 2
    } else if (size >= 0x80) {
      size = ((size & 0x3f) << 8) | pending.readUInt8(at++)
    }
    words.push(pending.toString('utf8', at, at + size))
    at += size
  }
  return undefined
}

export interface Asked {
  words: string[]
  /** The client's tag as a word to be echoed. */
  tag: string
  socket: Socket
  /** Answers with sentences, each given its words; the tag is added. False when to wait for drain. */
  reply(...sentences: string[][]): boolean
}

type Script = (asked: Asked) => void

interface Options {
  login?: boolean
  tls?: TlsOptions
}

const DONE = ['!done']

/**
 * A server on a free loopback port that runs `script` on each sentence. Unless told
 * `login: false`, it accepts the modern login by itself first.
 */
export class ScriptedRouter {
  readonly asked: string[][] = []
  readonly sockets: Socket[] = []
  #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async listen(
    script: Script,
    { login = true, tls }: Options = {}
  ): Promise<ScriptedRouter> {
    const server = tls ? createTlsServer(tls) : createServer()
    const router = new ScriptedRouter(server)
    server.on(tls ? 'secureConnection' : 'connection', (socket) =>
      router.#serve(socket, script, login)
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return router
  }

  get target(): RouterApiTarget {
    const { port } = this.#server.address() as AddressInfo
    return {
      host: '127.0.0.1',
      port,
      user: 'portico',
      password: 'päss=wörd',
      connectTimeoutMs: 1500,
      commandTimeoutMs: 1500,
    }
  }

  /** Resolves once the client has let go of every connection. */
  async released(): Promise<void> {
    const closed = (socket: Socket) =>
      socket.closed || new Promise((resolve) => socket.on('close', resolve))
    await Promise.all(this.sockets.map(closed))
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(socket: Socket, script: Script, login: boolean) {
    let pending: Buffer = Buffer.alloc(0)
    this.sockets.push(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => {
      pending = Buffer.concat([pending, data])
      for (let next = cut(pending); next; next = cut(pending)) {
        pending = next.rest
        this.#answer(socket, next.words, login ? acceptLogin(script) : script)
      }
    })
  }

  #answer(socket: Socket, words: string[], script: Script) {
    const tag = words.find((word) => word.startsWith('.tag=')) ?? ''
    const reply = (...sentences: string[][]) =>
      socket.write(Buffer.concat(sentences.map((sentence) => octets(...sentence, tag))))
    const said = words.filter((word) => word !== tag)
    this.asked.push(said)
    script({ words: said, tag, socket, reply })
  }
}

function acceptLogin(script: Script): Script {
  return (asked) => (asked.words[0] === '/login' ? asked.reply(DONE) : script(asked))
}

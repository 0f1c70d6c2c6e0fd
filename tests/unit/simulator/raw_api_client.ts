import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A length prefix by MikroTik's table, written out case by case and apart from the simulator's. */
function prefix(length: number): number[] {
  if (length <= 0x7f) return [length]
  if (length <= 0x3fff) return [(length >> 8) | 0x80, length & 0xff]
  if (length <= 0x1fffff) return [(length >> 16) | 0xc0, (length >> 8) & 0xff, length & 0xff]
  throw new Error('longer than these specs need')
}

export interface Reply {
  readonly kind: string
  readonly tag: string | undefined
  readonly values: Readonly<Record<string, string>>
  /** Words that are neither `=name=value` nor a tag: the reason of `!fatal`. */
  readonly bare: readonly string[]
}

function asReply(words: readonly string[]): Reply {
  const values: Record<string, string> = {}
  const bare: string[] = []
  let tag: string | undefined
  for (const word of words.slice(1)) {
    const [, name, value] = /^=([^=]+)=(.*)$/s.exec(word) ?? []
    if (word.startsWith('.tag=')) tag = word.slice(5)
    else if (name === undefined) bare.push(word)
    else values[name] = value ?? ''
  }
  return { kind: words[0] ?? '', tag, values, bare }
}

/** Talks to the API on a socket, sentence by sentence, believing nothing. */
export class RawApiClient {
  readonly replies: Reply[] = []
  /** Sizes of the pieces the socket delivered. */
  readonly pieces: number[] = []
  closed = false
  #buffer: Buffer = Buffer.alloc(0)
  #words: string[] = []
  #wake: () => void = () => undefined

  private constructor(private readonly socket: Socket) {
    socket.on('data', (octets: Buffer) => {
      this.pieces.push(octets.length)
      this.#buffer = Buffer.concat([this.#buffer, octets])
      this.#parse()
      this.#wake()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.closed = true
      this.#wake()
    })
  }

  static async connect(address: string, port = 8728): Promise<RawApiClient> {
    const socket = connect(port, address)
    await once(socket, 'connect')
    return new RawApiClient(socket)
  }

  #parse(): void {
    while (this.#buffer.length > 0) {
      const first = this.#buffer.readUInt8(0)
      const size = first < 0x80 ? 1 : first < 0xc0 ? 2 : 3
      if (this.#buffer.length < size) return
      const mask = [0, 0x7f, 0x3fff, 0x1fffff][size] ?? 0
      const length = this.#buffer.readUIntBE(0, size) & mask
      if (this.#buffer.length < size + length) return
      const word = this.#buffer.toString('utf8', size, size + length)
      this.#buffer = this.#buffer.subarray(size + length)
      if (length > 0) this.#words.push(word)
      else {
        this.replies.push(asReply(this.#words))
        this.#words = []
      }
    }
  }

  static encode(words: readonly string[]): Buffer {
    const parts = words.map((word) => {
      const octets = Buffer.from(word, 'utf8')
      return Buffer.concat([Buffer.from(prefix(octets.length)), octets])
    })
    return Buffer.concat([...parts, Buffer.from([0])])
  }

  sendOctets(octets: Buffer): void {
    this.socket.write(octets)
  }

  send(...words: string[]): void {
    this.sendOctets(RawApiClient.encode(words))
  }

  /** Resolves when the condition holds; rejects after a second and a half. */
  async until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 1500
    while (!holds()) {
      if (Date.now() > deadline)
        throw new Error(`Waited in vain; replies: ${JSON.stringify(this.replies)}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        setTimeout(resolve, 50)
      })
    }
  }

  /** Sends a sentence and collects what comes up to the next `!done` or `!fatal`. */
  async talk(...words: string[]): Promise<Reply[]> {
    const from = this.replies.length
    this.send(...words)
    await this.until(() =>
      this.replies.slice(from).some(({ kind }) => kind === '!done' || kind === '!fatal')
    )
    return this.replies.slice(from)
  }

  async login(name: string, password: string): Promise<void> {
    const [reply] = await this.talk('/login', `=name=${name}`, `=password=${password}`)
    if (reply?.kind !== '!done') throw new Error(`Login refused: ${JSON.stringify(reply)}`)
  }

  close(): void {
    this.socket.destroy()
  }
}

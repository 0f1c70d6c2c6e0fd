import { Channel } from 'node-routeros'
import { RouterProtocolError, RouterTrap, type RouterApiError } from './router_api_errors.js'
import { type RouterConnector } from './router_connector.js'

/** One item as the router prints it; a property it does not have is absent. */
export type RouterRow = Readonly<Record<string, string>>

/** Everything a command answered: the `!re` rows and the `ret` of its `!done`. */
export interface RouterReply {
  rows: RouterRow[]
  ret?: string
}

/**
 * No listing of a real router comes near this many characters; beyond it, one router
 * could fill the memory all share. Rows and words cost memory even when empty.
 */
const MAX_REPLY_LENGTH = 32 * 1024 * 1024
const ROW_COST = 128
const WORD_COST = 64

let lastTag = 0

/**
 * One command under way. Kept of node-routeros's channel: the tag on the sentence, its
 * registration with the connector, and the parsing of words. Replaced: what is done
 * with a reply, since the original throws on `!empty`, mixes `!done`'s words into the
 * rows, drops empty rows and trap categories, and never settles when the connection
 * ends; and its random tags, which can be empty or equal.
 */
export class CommandChannel extends Channel {
  #connector: RouterConnector
  #command: string
  #rows: RouterRow[] = []
  #length = 0
  #trap: RouterTrap | undefined
  #outcome = Promise.withResolvers<RouterReply>()

  constructor(connector: RouterConnector, command: string) {
    super(connector)
    this.#connector = connector
    this.#command = command
    lastTag = (lastTag + 1) % Number.MAX_SAFE_INTEGER
    this.id = lastTag.toString(36)
  }

  /**
   * Sends the command with its further words; settles with the reply, the router's
   * refusal, the end of the connection or the deadline, whichever comes first. A
   * deadline ends the connection: what it still carries can no longer be trusted.
   *
   * @throws RouterApiError
   */
  async run(words: string[], timeoutMs: number): Promise<RouterReply> {
    const onDown = (error: RouterApiError) => this.#outcome.reject(this.#trap ?? error)
    const deadline = setTimeout(
      () => this.#connector.expire(`did not finish ${this.#command}`, timeoutMs),
      timeoutMs
    )
    this.#connector.once('down', onDown)
    try {
      this.write([this.#command, ...words], false, false)
      return await this.#outcome.promise
    } finally {
      clearTimeout(deadline)
      this.#connector.off('down', onDown)
      this.close(true)
    }
  }

  protected override processPacket([reply, ...words]: string[]) {
    this.#count(words)
    const row = this.parsePacket(words)
    switch (reply) {
      case '!re':
        this.#rows.push(row)
        break
      case '!empty':
        break
      case '!trap':
        this.#trap ??= new RouterTrap(this.#command, row.message ?? '', categoryOf(row))
        break
      case '!done':
        this.#settle(row)
        break
      default:
        throw new RouterProtocolError(`unknown reply ${reply}`)
    }
  }

  #settle({ ret }: RouterRow) {
    if (this.#trap) this.#outcome.reject(this.#trap)
    else this.#outcome.resolve({ rows: this.#rows, ret })
  }

  #count(words: string[]) {
    this.#length += ROW_COST
    for (const word of words) this.#length += word.length + WORD_COST
    if (this.#length > MAX_REPLY_LENGTH) {
      throw new RouterProtocolError(`the reply to ${this.#command} does not end`)
    }
  }
}

function categoryOf({ category = '' }: RouterRow) {
  return /^\d$/.test(category) ? Number(category) : undefined
}

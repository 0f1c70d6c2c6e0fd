import { type Socket } from 'node:net'
import { Receiver } from 'node-routeros'
import { SentenceReader } from './sentence_reader.js'

const TAG = '.tag='

/**
 * node-routeros's receiver with its registry of tags kept and its parser replaced:
 * the original loses replies whose last octet comes in a segment of its own, decodes
 * Windows-1252 and throws on tags nobody waits for any more.
 */
export class SentenceReceiver extends Receiver {
  #reader = new SentenceReader()
  #onFatal: (reason: string) => void

  constructor(socket: Socket, onFatal: (reason: string) => void) {
    super(socket)
    this.#onFatal = onFatal
  }

  /** @throws RouterProtocolError when the octets are not the RouterOS API's */
  override processRawData(data: Buffer) {
    this.#reader.push(data, (sentence) => this.#deliver(sentence))
  }

  #deliver([reply = '', ...words]: string[]) {
    if (reply === '!fatal') return this.#onFatal(words.join(' ').replace(/^=message=/, ''))

    const tag = words.find((word) => word.startsWith(TAG))
    this.#readerOf(tag)?.([reply, ...words.filter((word) => word !== tag)])
  }

  /** A reply without a tag belongs to the one command that is under way, if there is one. */
  #readerOf(tag: string | undefined) {
    if (tag !== undefined) return this.tags.get(tag.slice(TAG.length))?.callback
    return this.tags.size === 1 ? [...this.tags.values()][0]?.callback : undefined
  }
}

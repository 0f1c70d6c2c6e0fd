import { isUtf8 } from 'node:buffer'
import { RouterProtocolError } from './router_api_errors.js'
import { WordBuffer } from './word_buffer.js'
import { decodeLength, prefixSize } from './word_codec.js'

/** No reply of a router we ask comes near this; a claim of more is garbage or malice. */
const MAX_SENTENCE_OCTETS = 16 * 1024 * 1024

/** What a word costs in memory besides its octets, so that a million empty ones count too. */
const WORD_COST = 64

const EXCLAMATION_MARK = 0x21

/**
 * Turns the octets of an API connection into sentences, wherever TCP cut them. Every
 * sentence of a router begins with a reply word (`!done`), which tells it from the web
 * server or SSH daemon that a wrong port leads to.
 */
export class SentenceReader {
  #prefix: number[] = []
  #word: WordBuffer | undefined
  #words: string[] = []
  #sentenceCost = 0

  /**
   * Hands each sentence over as it becomes whole; empty sentences are skipped, as
   * RouterOS does.
   *
   * @throws RouterProtocolError on octets no router sends, or a sentence beyond 16 MiB
   */
  push(data: Buffer, deliver: (sentence: string[]) => void): void {
    let offset = 0
    while (offset < data.length) {
      if (this.#word) {
        const slice = data.subarray(offset, offset + this.#word.missing)
        offset += slice.length
        this.#takeSlice(this.#word, slice)
      } else if (this.#takePrefixOctet(data.readUInt8(offset++))) {
        const sentence = this.#words
        this.#words = []
        this.#sentenceCost = 0
        if (sentence.length > 0) deliver(sentence)
      }
    }
  }

  /** True when the octet completes the empty word that ends a sentence. */
  #takePrefixOctet(octet: number) {
    this.#prefix.push(octet)
    const size = prefixSize(this.#prefix[0] ?? octet)
    if (size === undefined) throw notARouter()
    if (this.#prefix.length < size) return false

    const octets = decodeLength(Buffer.from(this.#prefix))
    this.#prefix = []
    if (octets === 0) return true

    this.#sentenceCost += octets + WORD_COST
    if (this.#sentenceCost > MAX_SENTENCE_OCTETS) {
      throw new RouterProtocolError(
        'The router announced a reply of more than 16 MiB: check that the port is its API port'
      )
    }
    this.#word = new WordBuffer(octets)
    return false
  }

  #takeSlice(word: WordBuffer, slice: Buffer) {
    const opensSentence = this.#words.length === 0 && word.octets.length === 0
    if (opensSentence && slice[0] !== EXCLAMATION_MARK) throw notARouter()
    word.push(slice)
    if (word.missing > 0) return
    this.#words.push(decodeWord(word.octets))
    this.#word = undefined
  }
}

/** Names typed into old Winbox versions are not UTF-8: Latin-1 shows them, loses nothing. */
function decodeWord(octets: Buffer) {
  return octets.toString(isUtf8(octets) ? 'utf8' : 'latin1')
}

function notARouter() {
  return new RouterProtocolError(
    'What answers does not speak the RouterOS API: check the port (8728 plain, 8729 TLS)'
  )
}

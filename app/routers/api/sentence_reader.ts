import { isUtf8 } from 'node:buffer'
import { RouterProtocolError } from './router_api_errors.js'
import { decodeLength, prefixSize } from './word_codec.js'

/** No reply of a router we ask comes near this; a claim of more is garbage or malice. */
const MAX_SENTENCE_OCTETS = 64 * 1024 * 1024

const EXCLAMATION_MARK = 0x21

/**
 * Turns the octets of an API connection into sentences, wherever TCP cut them. Every
 * sentence of a router begins with a reply word (`!done`), which tells it from the web
 * server or SSH daemon that a wrong port leads to.
 * Keeps slices until a word is whole, so that a word of megabytes costs one copy.
 */
export class SentenceReader {
  #prefix: number[] = []
  #slices: Buffer[] = []
  #missing = 0
  #words: string[] = []
  #sentenceOctets = 0

  /**
   * Hands each sentence over as it becomes whole; empty sentences are skipped, as
   * RouterOS does.
   *
   * @throws RouterProtocolError on octets no router sends, or a sentence beyond 64 MiB
   */
  push(data: Buffer, deliver: (sentence: string[]) => void): void {
    let offset = 0
    while (offset < data.length) {
      if (this.#missing > 0) {
        const slice = data.subarray(offset, offset + this.#missing)
        offset += slice.length
        this.#takeSlice(slice)
      } else if (this.#takePrefixOctet(data.readUInt8(offset++))) {
        const sentence = this.#words
        this.#words = []
        this.#sentenceOctets = 0
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
    this.#missing = octets
    this.#sentenceOctets += octets
    if (this.#sentenceOctets > MAX_SENTENCE_OCTETS) {
      throw new RouterProtocolError(
        'The router announced a reply of more than 64 MiB: check that the port is its API port'
      )
    }
    return octets === 0
  }

  #takeSlice(slice: Buffer) {
    const opensSentence = this.#words.length === 0 && this.#slices.length === 0
    if (opensSentence && slice[0] !== EXCLAMATION_MARK) throw notARouter()
    this.#slices.push(slice)
    this.#missing -= slice.length
    if (this.#missing > 0) return
    this.#words.push(decodeWord(Buffer.concat(this.#slices)))
    this.#slices = []
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

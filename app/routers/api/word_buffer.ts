const FIRST_OCTETS = 64 * 1024

/**
 * Collects one word that comes in pieces. It grows with what has come, never with what
 * was announced, and copies each octet: a kept slice would hold the whole segment it is
 * of, so that a megabyte sent octet by octet would cost a thousand times that.
 */
export class WordBuffer {
  #octets: Buffer
  #filled = 0

  constructor(private announced: number) {
    this.#octets = Buffer.allocUnsafe(Math.min(announced, FIRST_OCTETS))
  }

  get missing(): number {
    return this.announced - this.#filled
  }

  push(slice: Buffer): void {
    const needed = this.#filled + slice.length
    if (needed > this.#octets.length) this.#grow(Math.max(needed, this.#octets.length * 2))
    slice.copy(this.#octets, this.#filled)
    this.#filled = needed
  }

  /** The whole word; valid once nothing is missing. */
  get octets(): Buffer {
    return this.#octets.subarray(0, this.#filled)
  }

  #grow(wanted: number) {
    const grown = Buffer.allocUnsafe(Math.min(wanted, this.announced))
    this.#octets.copy(grown, 0, 0, this.#filled)
    this.#octets = grown
  }
}

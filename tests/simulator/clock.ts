/** The router's time. Runs with the machine's, and can be moved forward by a test. */
export class VirtualClock {
  #ahead = 0
  readonly #listeners = new Set<() => Promise<void>>()

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#ahead
  }

  /** Called after every jump; `advance` waits for it. */
  onJump(listener: () => Promise<void>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Jumps forward and returns when everything that fell due has been done. */
  async advance(seconds: number): Promise<void> {
    if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError('A clock only moves forward')
    this.#ahead += seconds * 1000
    await Promise.all([...this.#listeners].map((listener) => listener()))
  }
}

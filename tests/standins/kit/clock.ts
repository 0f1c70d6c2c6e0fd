/**
 * The time a stand-in lives by. It runs at the world's pace from wherever it was moved to, so
 * that a test can let an hour pass in one call.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Moves the clock forward by whole or broken seconds. */
  advance(seconds: number): void
}

export class MovableClock implements Clock {
  #offset = 0

  constructor(private readonly source: () => number = Date.now) {}

  now(): number {
    return this.source() + this.#offset
  }

  advance(seconds: number): void {
    this.#offset += seconds * 1000
  }
}

import type { TokenCache } from '#payments/gateways/token_cache'

/** What a database would keep, for specs that restart the process around it. */
export class MemoryTokenCache implements TokenCache {
  readonly values = new Map<string, string>()
  readonly #queues = new Map<string, Promise<unknown>>()

  withLock<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#queues.get(key) ?? Promise.resolve()).then(work, work)
    this.#queues.set(key, turn)
    return turn
  }

  async read(key: string): Promise<string | null> {
    return this.values.get(key) ?? null
  }

  async write(key: string, value: string): Promise<void> {
    this.values.set(key, value)
  }
}

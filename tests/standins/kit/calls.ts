/** Counts what a stand-in was asked, so that a test can show that a call was not repeated. */
export class CallLog {
  #counts = new Map<string, number>()

  record(path: string): void {
    this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1)
  }

  /** Calls to every path that ends with the given one, `execute` or `/api/smsapi` alike. */
  count(path: string): number {
    let total = 0
    for (const [called, times] of this.#counts) {
      if (pathEndsWith(called, path)) total += times
    }
    return total
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }

  clear(): void {
    this.#counts.clear()
  }
}

/** Whole segments only: `refund` does not match `/prerefund`; `*` matches everything. */
export function pathEndsWith(path: string, ending: string): boolean {
  if (ending === '*') return true
  const wanted = ending.replace(/^\/+/, '')
  return path === `/${wanted}` || path.endsWith(`/${wanted}`)
}

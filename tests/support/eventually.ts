import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something that happens in the background has happened. @throws after ten seconds */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  seconds = 10
): Promise<T> {
  const giveUpAt = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > giveUpAt) throw new Error(`Waited ${seconds} s in vain: ${what}`)
    await sleep(50)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { knownDaemons } from './daemon.mjs'
import { lastLines } from './logs.mjs'
import { say } from './progress.mjs'

const LOOK_MS = 1000
const RESTARTS_MS = [1000, 2000, 4000, 8000, 16_000]
/** A program that ran this long has recovered, and may be restarted as often as at first. */
const STABLE_MS = 60_000

/** Watches an instance's programs; tells of each that ends and starts again those it may. */
export class Supervisor {
  #restarts = new Map()
  #down = new Set()
  #ended = false

  /** `restart` maps names of programs to functions that start them. */
  constructor(instance, restart) {
    this.instance = instance
    this.restart = restart
  }

  /** Returns when `end()` was called. */
  async watch() {
    while (!this.#ended) {
      for (const name of knownDaemons(this.instance)) {
        if (!this.#ended && !this.#down.has(name)) await this.#look(name)
      }
      await sleep(LOOK_MS)
    }
  }

  end() {
    this.#ended = true
  }

  async #look(name) {
    const daemon = this.instance.daemon(name)
    if (!daemon.record || daemon.running) return
    this.#down.add(name)
    say(`\n✗ ${name} has ended by itself. Its log, ${daemon.log}, ends with`)
    for (const line of lastLines(daemon.log, 12)) say(`    | ${line}`)
    if (this.restart[name]) void this.#again(name)
    else say(`  ${name} stays down: stop with Ctrl-C or \`npm run down\`, then \`npm run up\`.\n`)
  }

  async #again(name) {
    const before = this.#restarts.get(name)
    const fresh = !before || Date.now() - before.at > STABLE_MS
    const count = fresh ? 0 : before.count
    const delay = RESTARTS_MS[count]
    if (delay === undefined) return say(`  ${name} ended ${count} times and stays down.\n`)
    say(`  starting ${name} again in ${delay / 1000} s`)
    await sleep(delay)
    if (this.#ended) return
    this.#restarts.set(name, { count: count + 1, at: Date.now() })
    const problem = await this.restart[name]().catch((error) => error)
    this.#down.delete(name)
    if (!(problem instanceof Error)) say(`  ${name} runs again\n`)
  }
}

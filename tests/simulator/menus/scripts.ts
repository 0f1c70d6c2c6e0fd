import type { VirtualClock } from '../clock.js'
import type { Terminal } from '../terminal/terminal.js'
import { refuseByDeviceMode } from './device_mode.js'
import { parseDuration } from './duration.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'
import { missingArgument, noSuchItem, RouterTrap } from './router_trap.js'

const policies = (row: Row) => new Set((row['policy'] ?? '').split(','))

export interface ScriptOptions {
  clock: VirtualClock
  terminal: Terminal
  log: (topics: string, message: string) => void
}

/** `/system/script run` and the scheduler, which runs what has come due whenever it is asked to look. */
export class Scripts {
  readonly #runs = new Map<string, { count: number; next: number }>()

  constructor(
    private readonly menus: Menus,
    private readonly options: ScriptOptions
  ) {
    menus.define('/system/script', 'run', async (args) => {
      const wanted = args['number'] ?? args['numbers'] ?? args['.id']
      if (wanted === undefined) throw missingArgument('number')
      const row = menus
        .rows('/system/script')
        .find((one) => one['name'] === wanted || one['.id'] === wanted)
      if (row === undefined) throw noSuchItem()
      const output = await this.#runScript(row)
      return output === '' ? { rows: [] } : { rows: [], ret: output }
    })
    menus.guard('/system/scheduler', () => refuseByDeviceMode(menus, 'scheduler'))
    menus.watch('/system/scheduler', () => this.#plan())
    menus.menu('/system/scheduler').annotate((row) => {
      const run = this.#runs.get(row['.id'] ?? '')
      return { 'owner': 'admin', 'run-count': String(run?.count ?? 0) }
    })
  }

  async #runScript(row: Row): Promise<string> {
    const count = Number(row['run-count'] ?? 0) + 1
    this.menus.menu('/system/script').update(row['.id'], { 'run-count': String(count) })
    return this.options.terminal.runScript(row['source'] ?? '', policies(row))
  }

  #plan(): void {
    const now = this.options.clock.now()
    for (const row of this.menus.rows('/system/scheduler')) {
      const interval = parseDuration(row['interval'] ?? '') ?? 0
      const id = row['.id'] ?? ''
      if (!this.#runs.has(id)) this.#runs.set(id, { count: 0, next: now + interval })
    }
  }

  /** Runs each job that is due once. */
  async tick(): Promise<void> {
    if (this.#runs.size === 0 || !this.menus.allows('scheduler')) return
    const now = this.options.clock.now()
    for (const row of this.menus.rows('/system/scheduler')) {
      const run = this.#runs.get(row['.id'] ?? '')
      const interval = parseDuration(row['interval'] ?? '') ?? 0
      if (run === undefined || row['disabled'] === 'true' || interval === 0 || run.next > now)
        continue
      run.count++
      run.next = now + interval
      await this.#event(row)
    }
  }

  /** `on-event` names a script or is one. */
  async #event(row: Row): Promise<void> {
    const event = row['on-event'] ?? ''
    const script = this.menus.rows('/system/script').find((one) => one['name'] === event)
    try {
      await (script === undefined
        ? this.options.terminal.runScript(event, policies(row))
        : this.#runScript(script))
    } catch (error) {
      if (!(error instanceof RouterTrap)) throw error
      this.options.log(
        'script,error',
        `executing script from scheduler (${row['name']}) failed, please check it manually`
      )
      this.options.log('script,error,debug', `(scheduler:${row['name']}) ${error.message}`)
    }
  }
}

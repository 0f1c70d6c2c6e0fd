import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const STARTS_WITHIN_MS = 60_000
const STOPS_WITHIN_MS = 15_000

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

export interface ChildOptions {
  name: string
  /** Node's arguments, from the root of the checkout. */
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** Where everything it says goes. */
  log: string
}

/** A Node process of ours that lives as long as a benchmark, and no longer than we do. */
export class Child implements AsyncDisposable {
  private constructor(
    private readonly options: ChildOptions,
    private readonly process: ChildProcess
  ) {}

  /** @throws Error with the end of its log when it ends or is not ready in time */
  static async start(
    options: ChildOptions,
    ready: (child: Child) => Promise<boolean> | boolean
  ): Promise<Child> {
    mkdirSync(dirname(options.log), { recursive: true })
    const output = openSync(options.log, 'w')
    const { args, cwd, env } = options
    const started = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', output, output] })
    closeSync(output)
    running.add(started)
    started.once('exit', () => running.delete(started))
    const child = new Child(options, started)
    try {
      await child.#wait(ready)
    } catch (error) {
      await child[Symbol.asyncDispose]()
      throw error
    }
    return child
  }

  /** What it has said so far. */
  get said(): string {
    return readFileSync(this.options.log, 'utf8')
  }

  async #wait(ready: (child: Child) => Promise<boolean> | boolean): Promise<void> {
    const { name } = this.options
    const deadline = performance.now() + STARTS_WITHIN_MS
    while (!(await ready(this))) {
      const late = performance.now() > deadline
      if (late) throw new Error(`${name} was not ready in time:\n${this.#end}`)
      if (!this.#alive) throw new Error(`${name} ended at once:\n${this.#end}`)
      await sleep(50)
    }
  }

  get #alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null
  }

  get #end(): string {
    return this.said.slice(-4000)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#alive) return
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    const forced = setTimeout(() => this.process.kill('SIGKILL'), STOPS_WITHIN_MS)
    this.process.kill('SIGTERM')
    await ended
    clearTimeout(forced)
  }
}

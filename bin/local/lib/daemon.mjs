import { spawn } from 'node:child_process'
import { closeSync, readdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './paths.mjs'
import { readJson, writeJson } from './json_file.mjs'
import { stopIfInterrupted } from './interruption.mjs'
import { openLog } from './logs.mjs'
import { end, isRunning, startedAt } from './proc.mjs'
import { Trouble } from './trouble.mjs'

/**
 * A long-running program of an instance. It has a session of its own, so it outlives us when we
 * are killed; what we write down about it lets the next command find it again.
 */
export class Daemon {
  constructor(instance, name, { stopSignal = 'SIGTERM', stopGroup = true } = {}) {
    this.name = name
    this.log = instance.path('logs', `${name}.log`)
    this.recordFile = instance.path('run', `${name}.json`)
    this.stopping = { signal: stopSignal, group: stopGroup }
  }

  get record() {
    return readJson(this.recordFile)
  }

  get running() {
    return isRunning(this.record)
  }

  /** Is it running just as `fingerprint` describes it (its command, settings, files)? */
  runsAs(fingerprint) {
    const record = this.record
    return isRunning(record) && record.fingerprint === fingerprint
  }

  /** Starts the program with its output in the log. `prefix` is what drops privileges. */
  start(command, args, { env = process.env, cwd = root, fingerprint, prefix = [] } = {}) {
    stopIfInterrupted()
    const [program, ...rest] = [...prefix, command, ...args]
    const output = openLog(this.log)
    const child = spawn(program, rest, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    this.exit = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    })
    child.unref()
    if (child.pid !== undefined) this.remember(child.pid, fingerprint)
    return child
  }

  remember(pid, fingerprint) {
    const { signal, group } = this.stopping
    const stop = { signal, group }
    writeJson(this.recordFile, { pid, started: startedAt(pid), fingerprint, stop })
  }

  /** Waits until `check` answers true; @throws Trouble when the program ends or is late. */
  async ready(check, { seconds = 30, hint } = {}) {
    let ended
    this.exit?.then((how) => (ended = how))
    const deadline = Date.now() + seconds * 1000
    while (!(await check())) {
      stopIfInterrupted()
      if (ended !== undefined) {
        throw new Trouble(`${this.name} ended at once (${ended})`, { hint, log: this.log })
      }
      if (Date.now() > deadline) {
        const message = `${this.name} was not ready after ${seconds} s`
        throw new Trouble(message, { hint, log: this.log })
      }
      await sleep(30)
    }
  }

  async stop() {
    const record = this.record
    if (record) await end(record, record.stop ?? this.stopping)
    rmSync(this.recordFile, { force: true })
  }
}

/** Names of the programs an instance has started and not stopped, as far as written down. */
export function knownDaemons(instance) {
  try {
    return readdirSync(instance.path('run'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
  } catch {
    return []
  }
}

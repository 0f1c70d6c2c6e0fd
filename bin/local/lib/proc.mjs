import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Trouble } from './trouble.mjs'

/**
 * When a process began, in clock ticks since boot (field 22 of /proc/PID/stat), or undefined
 * when none runs. A pid alone may have been given to a stranger since it was written down.
 */
export function startedAt(pid) {
  let stat
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** Is the very process of this `{ pid, started }` still running? */
export function isRunning(record) {
  return record !== undefined && startedAt(record.pid) === record.started
}

/** Asks a process to end, insists after `patience` milliseconds, returns when it is gone. */
export async function end(record, { signal = 'SIGTERM', group = false, patience = 10_000 } = {}) {
  if (!isRunning(record)) return
  send(group ? -record.pid : record.pid, signal)
  const deadline = Date.now() + patience
  while (isRunning(record) && Date.now() < deadline) await sleep(25)
  if (!isRunning(record)) return
  send(-record.pid, 'SIGKILL')
  send(record.pid, 'SIGKILL')
  while (isRunning(record) && Date.now() < deadline + 5000) await sleep(25)
}

function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (error.code !== 'EPERM') return
    throw new Trouble(`process ${Math.abs(pid)} belongs to another user`, {
      hint: 'run the command as the user who started it, or with sudo',
      cause: error,
    })
  }
}

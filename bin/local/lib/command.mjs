import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { root } from './paths.mjs'
import { openLog } from './logs.mjs'
import { Trouble } from './trouble.mjs'

const running = new Set()

/**
 * Runs a program to its end and collects what it says. With `log`, stderr (and a copy of
 * stdout) goes there. Never rejects: `{ code, signal, stdout, stderr }`, code 127 when the
 * program is missing.
 */
export function run(program, args, { log, cwd = root, env = process.env, stdio } = {}) {
  return new Promise((resolve) => {
    const output = log ? openLog(log) : undefined
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: stdio ?? ['ignore', 'pipe', output ?? 'pipe'],
    })
    if (output !== undefined) closeSync(output)
    running.add(child)
    const said = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text) => (said.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (said.stderr += text))
    const done = (code, signal) => {
      running.delete(child)
      resolve({ code, signal, ...said })
    }
    child.once('error', (error) => done(error.code === 'ENOENT' ? 127 : 126, null))
    child.once('close', done)
  })
}

/** Like `run`, all output in the log; @throws Trouble with `message` when it fails. */
export async function must(program, args, { message, hint, log, ...options }) {
  const output = openLog(log)
  const result = await run(program, args, { ...options, stdio: ['ignore', output, output] })
  closeSync(output)
  if (result.code === 0) return result
  const how = result.code === 127 ? `${program} is not installed` : failure(result)
  throw new Trouble(`${message} (${how})`, { hint, log })
}

function failure({ code, signal }) {
  return signal ? `ended by ${signal}` : `exit code ${code}`
}

/** Stops what `run` and `must` are in the middle of, when the person has had enough. */
export function interruptCommands(signal = 'SIGTERM') {
  for (const child of running) child.kill(signal)
}

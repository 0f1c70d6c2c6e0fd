import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { atInterruption, stopIfInterrupted } from './interruption.mjs'
import { openLog } from './logs.mjs'
import { root } from './paths.mjs'
import { Trouble } from './trouble.mjs'

const running = new Set()
atInterruption(() => running.forEach((child) => child.kill('SIGTERM')))

/**
 * Runs a program to its end and collects what it says on the streams that `stdio` leaves as
 * pipes; `onStdout` gets each piece of stdout too. Resolves to
 * `{ code, signal, stdout, stderr }`, code 127 when the program is missing.
 */
export async function run(program, args, options = {}) {
  const { cwd = root, env = process.env, stdio = ['ignore', 'pipe', 'pipe'], onStdout } = options
  stopIfInterrupted()
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio })
    running.add(child)
    const said = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      said.stdout += text
      onStdout?.(text)
    })
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

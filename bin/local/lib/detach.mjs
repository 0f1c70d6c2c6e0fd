import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { openLog } from './logs.mjs'
import { inRoot, root } from './paths.mjs'
import { Trouble } from './trouble.mjs'

/** Runs `up` in a session of its own, showing its progress until all is ready. */
export function detach(instance) {
  const log = instance.path('logs', 'up.log')
  const output = openLog(log)
  const child = spawn(process.execPath, [inRoot('bin/local/up.mjs'), '--supervised'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  closeSync(output)
  const passOn = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn)
  return new Promise((resolve, reject) => {
    let told = ''
    child.on('message', ({ line, ready }) => {
      told = line ?? told
      if (line !== undefined) process.stdout.write(`${line}\n`)
      if (ready !== true) return
      child.disconnect()
      child.unref()
      resolve()
    })
    child.once('exit', () => {
      const hint = told.includes('✗') ? `see above; everything is in ${log}` : undefined
      reject(new Trouble('Portico did not start', hint ? { hint } : { log }))
    })
  })
}

import { closeSync, writeSync } from 'node:fs'
import { run } from './command.mjs'
import { openLog, readEnd } from './logs.mjs'
import { node } from './paths.mjs'
import { Trouble } from './trouble.mjs'

/** Node's arguments for a TypeScript file of ours. */
export const typescript = (file, ...args) => ['--import', '@poppinss/ts-exec', file, ...args]

/** Runs `node ace.js COMMAND`; returns what it printed. @throws Trouble when it fails. */
export async function ace(instance, env, command, ...args) {
  const log = instance.path('logs', `${command.replace(':', '-')}.log`)
  const output = openLog(log)
  const stdio = ['ignore', 'pipe', output]
  const onStdout = (text) => writeSync(output, text)
  const result = await run(node, ['ace.js', command, ...args], { env, stdio, onStdout })
  closeSync(output)
  if (result.code === 0) return result.stdout
  const unknown = new RegExp(`command "${command}" is not`, 'i')
  const reason = unknown.test(result.stdout + readEnd(log, 4096)) ? 'there is no such command' : ''
  throw new Trouble(`node ace.js ${command} failed${reason && `: ${reason}`}`, { log })
}

/** Brings the platform's and every tenant's schema up to date. */
export async function migrate(instance, env) {
  await ace(instance, env, 'platform:migrate')
  await ace(instance, env, 'tenants:migrate')
}

import { closeSync, existsSync, writeSync } from 'node:fs'
import { run } from './command.mjs'
import { openLog, readEnd } from './logs.mjs'
import { inRoot, node } from './paths.mjs'
import { Trouble } from './trouble.mjs'

/** Node's arguments for a TypeScript file of ours. @throws Trouble when it is not there. */
export function typescript(file, ...args) {
  if (existsSync(inRoot(file))) return ['--import', '@poppinss/ts-exec', file, ...args]
  throw new Trouble(`${file} is missing in this clone`, { hint: '`git status` tells what else is' })
}

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
  await migratePlatform(instance, env)
  await ace(instance, env, 'tenants:migrate')
}

/** The platform's alone: all there is to do in an empty database. */
export async function migratePlatform(instance, env) {
  await ace(instance, env, 'platform:migrate')
}

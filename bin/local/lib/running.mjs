import { rmSync } from 'node:fs'
import { readJson } from './json_file.mjs'
import { tryLock } from './lock.mjs'
import { inLocal } from './paths.mjs'
import { isRunning } from './proc.mjs'

const INFO = inLocal('up.json')

/** `.local/up.json`: what a running `up` tells everybody; there only while it runs. */
export const upInfo = () => readJson(INFO)
export const forgetUp = () => rmSync(INFO, { force: true })
export const UP_INFO = INFO

const lockFile = (instance) => instance.path('run.lock')

/** The process that runs an instance at this moment: `{ pid, started }`. */
export function keeper(instance) {
  const record = readJson(lockFile(instance))
  return isRunning(record) ? record : undefined
}

/** Makes this process the one that runs the instance; undefined while another does. */
export const keep = (instance) => tryLock(lockFile(instance))

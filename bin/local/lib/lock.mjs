import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson } from './json_file.mjs'
import { isRunning, startedAt } from './proc.mjs'

/** Takes the lock and returns how to give it back, or undefined while another process has it. */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) }))
  try {
    return take(file, draft) ? () => rmSync(file, { force: true }) : undefined
  } finally {
    rmSync(draft, { force: true })
  }
}

function take(file, draft) {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      linkSync(draft, file)
      return true
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isRunning(readJson(file))) return false
    rmSync(file, { force: true })
  }
  return false
}

/** Runs `work` alone among all commands of this clone; `waiting` is told once when queued. */
export async function alone(file, work, waiting) {
  let release = tryLock(file)
  if (!release) waiting?.('another command is at it, waiting')
  while (!release) {
    await sleep(200)
    release = tryLock(file)
  }
  try {
    return await work()
  } finally {
    release()
  }
}

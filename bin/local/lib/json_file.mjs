import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Trouble } from './trouble.mjs'

/** Reads a JSON file; `fallback` when it is missing or half written. */
export function readJson(file, fallback) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return fallback
    throw unusable(file, error)
  }
  try {
    return JSON.parse(text)
  } catch {
    return fallback
  }
}

/** Writes a JSON file for its owner alone, whole or not at all. */
export function writeJson(file, value) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(value, null, 2) + '\n', { mode: 0o600 })
    renameSync(draft, file)
  } catch (error) {
    throw unusable(file, error)
  }
}

function unusable(file, error) {
  return new Trouble(`${file} cannot be used: ${error.code}`, {
    hint:
      error.code === 'EACCES' || error.code === 'EPERM'
        ? 'an earlier run was by another user; run as that user (or with sudo), or delete .local'
        : 'check free space and permissions of the .local folder',
    cause: error,
  })
}

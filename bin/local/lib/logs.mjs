import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Opens a fresh log and keeps the previous one beside it as `.1`; returns the descriptor. */
export function openLog(file) {
  mkdirSync(dirname(file), { recursive: true })
  if (statSync(file, { throwIfNoEntry: false })?.size) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

/** The last lines of a file, read from its end so that a huge log costs nothing. */
export function lastLines(file, count) {
  return readEnd(file, 32_768)
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .map((line) => (line.length > 160 ? `${line.slice(0, 160)} …` : line))
}

/** Up to `bytes` octets from the end of a file; '' when there is none. */
export function readEnd(file, bytes) {
  let descriptor
  try {
    descriptor = openSync(file, 'r')
    const { size } = fstatSync(descriptor)
    const buffer = Buffer.alloc(Math.min(bytes, size))
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8')
  } catch {
    return ''
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

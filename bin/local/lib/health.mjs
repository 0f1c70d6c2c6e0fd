import { get } from 'node:http'
import { readEnd } from './logs.mjs'

/** The status of a GET, following nothing; undefined when nobody answers. */
export function httpStatus(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 5000 }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.once('error', () => resolve(undefined))
    request.once('timeout', () => request.destroy())
  })
}

/** The first line of a fresh log that is a JSON object: how our own servers say "ready". */
export function readyLine(log) {
  for (const line of readEnd(log, 65_536).split('\n')) {
    const value = parse(line)
    if (value !== undefined) return value
  }
  return undefined
}

/** The last line of an output, as JSON; undefined when it is not. */
export function lastJson(text) {
  return parse(text.trimEnd().split('\n').at(-1) ?? '')
}

function parse(line) {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}


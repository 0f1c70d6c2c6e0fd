import type { JsonRecord } from '../kit/guards.js'
import type { StandInRequest } from '../kit/request.js'

export type Encoding = 'query' | 'form' | 'json'

/**
 * The fields of a call in one of the encodings a provider takes, or undefined when it came in
 * another one or a field was given twice.
 */
export function readFields(
  request: StandInRequest,
  encodings: readonly Encoding[]
): JsonRecord | undefined {
  const takes = (encoding: Encoding) => encodings.includes(encoding)
  if (request.method === 'GET') return takes('query') ? flat(request.query) : undefined
  if (request.contentType === 'application/json') {
    return takes('json') ? request.jsonObject() : undefined
  }
  if (request.contentType === 'application/x-www-form-urlencoded') {
    return takes('form') ? flat(request.form()) : undefined
  }
  return undefined
}

/** Whether there is a field the provider does not name. */
export function hasOthers(fields: JsonRecord, known: readonly string[]): boolean {
  return Object.keys(fields).some((field) => !known.includes(field))
}

/** Numbers in a form are text; so they are taken as text from JSON, too. Blank is missing. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

function flat(pairs: URLSearchParams): JsonRecord | undefined {
  const fields = Object.fromEntries(pairs)
  return Object.keys(fields).length === [...pairs].length ? fields : undefined
}

import { isFieldName, type FieldStyle } from './field_name.js'

export type Pairs = ReadonlyArray<readonly [name: string, value: string]>

/** RFC 9110 §5.1 and §5.5, without what is not ASCII. */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/
const HEADER_VALUE = /^[\x20-\x7e]{1,1024}$/
/** Ours to set; some of them would let one request look like two. */
const OUR_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'accept-encoding',
])
const MOST_LINES = 20

/** `Name: value`, one a line. */
export function readHeaders(entered: string, wrong: Set<string>): Pairs {
  const headers = pairs(entered, ':')
  const fine = headers?.every(
    ([name, value]) =>
      HEADER_NAME.test(name) && HEADER_VALUE.test(value) && !OUR_HEADERS.has(name.toLowerCase())
  )
  if (headers && fine) return headers
  wrong.add('headers')
  return []
}

/** `name=value`, one a line. */
export function readConstants(entered: string, style: FieldStyle, wrong: Set<string>): Pairs {
  const constants = pairs(entered, '=')
  if (constants?.every(([name]) => isFieldName(name, style))) return constants
  wrong.add('constants')
  return []
}

/** Null when a line has no separator or a name comes twice. */
function pairs(entered: string, separator: string): Pairs | null {
  const lines = entered.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length > MOST_LINES || !lines.every((line) => line.includes(separator))) return null
  const list = lines.map((line) => {
    const at = line.indexOf(separator)
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const
  })
  const names = new Set(list.map(([name]) => name.toLowerCase()))
  return names.size === list.length ? list : null
}

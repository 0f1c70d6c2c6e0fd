import { ConsoleError } from '../console_error.js'
import { array, literal, NIL, number, text, toText, truth, type Value } from './value.js'

/** `:serialize to=json`: keyed arrays are objects; texts that look like numbers become numbers unless told not to. */
export function toJson(value: Value, keepStrings: boolean): unknown {
  if (value.type === 'array') {
    if (value.keyed.size === 0) return value.items.map((one) => toJson(one, keepStrings))
    const indexed = value.items.map((one, index): [string, unknown] => [
      String(index),
      toJson(one, keepStrings),
    ])
    const named = [...value.keyed].map(([key, one]): [string, unknown] => [
      key,
      toJson(one, keepStrings),
    ])
    return Object.fromEntries([...indexed, ...named])
  }
  if (value.type === 'num') return value.number
  if (value.type === 'bool') return value.truth
  if (value.type === 'nil' || value.type === 'nothing') return null
  const plain = toText(value)
  return !keepStrings && value.type === 'str' && /^-?\d+(\.\d+)?$/.test(plain)
    ? Number(plain)
    : plain
}

function fromParsed(parsed: unknown, keepStrings: boolean): Value {
  if (parsed === null || parsed === undefined) return NIL
  if (typeof parsed === 'boolean') return truth(parsed)
  if (typeof parsed === 'number')
    return Number.isInteger(parsed) ? number(parsed) : text(String(parsed))
  if (typeof parsed === 'string') return keepStrings ? text(parsed) : literal(parsed)
  if (Array.isArray(parsed))
    return array(parsed.map((one: unknown) => fromParsed(one, keepStrings)))
  const pairs = Object.entries(parsed).map(([key, one]): [string, Value] => [
    key,
    fromParsed(one, keepStrings),
  ])
  return array([], pairs)
}

/** `:deserialize from=json`. Throws ConsoleError for text that is not JSON. */
export function fromJson(source: string, keepStrings: boolean): Value {
  try {
    return fromParsed(JSON.parse(source), keepStrings)
  } catch {
    throw new ConsoleError('failure: invalid JSON')
  }
}

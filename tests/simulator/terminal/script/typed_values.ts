import { isIPv4 } from 'node:net'
import type { ArgumentSpec } from '../../menus/catalogue.js'
import { parseDuration } from '../../menus/duration.js'
import type { Menu } from '../../menus/menu.js'
import { array, id, NIL, number, text, truth, type Value } from './value.js'

const TIMES = /^(uptime|idle-time|session-time-left|last-handshake|last-request-rtt|duration)$/
const FLAGS = new Set([
  'disabled',
  'dynamic',
  'invalid',
  'default',
  'running',
  'inactive',
  'authorized',
])

function single(spec: ArgumentSpec, value: string): Value {
  const types = spec.t.split('|')
  if (types.includes('bool') && /^(true|false)$/.test(value)) return truth(value === 'true')
  if (types.includes('num') && /^\d+$/.test(value)) return number(Number(value))
  const time = types.includes('time') ? parseDuration(value) : undefined
  if (time !== undefined) return { type: 'time', number: time }
  if (types.includes('ip') && isIPv4(value)) return { type: 'ip', text: value }
  return text(value)
}

/** What `get` and a `where` give for a property: typed as the command reference types it. */
export function typedValue(menu: Menu, name: string, value: string | undefined): Value {
  if (value === undefined) return FLAGS.has(name) ? truth(false) : NIL
  if (name === '.id') return id(value)
  const spec = menu.spec.args[name]
  if (spec?.list === 1)
    return array(value === '' ? [] : value.split(',').map((one) => single(spec, one)))
  if (spec !== undefined) return single(spec, value)
  if (/^(true|false)$/.test(value)) return truth(value === 'true')
  if (TIMES.test(name)) return { type: 'time', number: parseDuration(value) ?? 0 }
  return /^\d+$/.test(value) && !/serial|version|name|user/.test(name)
    ? number(Number(value))
    : text(value)
}

/** A row as `print as-value` gives it. */
export function rowValue(menu: Menu, row: Readonly<Record<string, string>>): Value {
  return array(
    [],
    Object.entries(row).map(([name, value]): [string, Value] => [
      name,
      typedValue(menu, name, value),
    ])
  )
}

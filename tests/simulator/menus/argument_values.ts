import { isIP, isIPv4, isIPv6 } from 'node:net'
import type { ArgumentSpec } from './catalogue.js'
import { formatDuration, parseDuration } from './duration.js'
import { InvalidValue } from './router_trap.js'

const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i

/** AA:BB:CC:DD:EE:FF from any of the ways RouterOS takes a MAC address. */
export function canonicalMac(text: string): string | undefined {
  const digits = text.replace(/[:\-. ]/g, '').toUpperCase()
  if (!/^[0-9A-F]{12}$/.test(digits)) return undefined
  return (digits.match(/../g) ?? []).join(':')
}

function isPrefix(text: string): boolean {
  const [address, length] = text.split('/')
  if (address === undefined || isIP(address) === 0) return false
  return (
    length === undefined ||
    (/^\d{1,3}$/.test(length) && Number(length) <= (isIPv4(address) ? 32 : 128))
  )
}

function isIpRange(text: string): boolean {
  const [from, to, extra] = text.split('-')
  if (to === undefined) return isPrefix(text)
  return extra === undefined && isIPv4(from ?? '') && isIPv4(to)
}

function inRange(
  value: number,
  spec: ArgumentSpec,
  read: (text: string) => number | undefined
): boolean {
  const min = spec.min === undefined ? undefined : read(String(spec.min))
  const max = spec.max === undefined ? undefined : read(String(spec.max))
  return (min === undefined || value >= min) && (max === undefined || value <= max)
}

/** One reader a type of the catalogue: the canonical text, or undefined when refused. */
const READERS: Record<string, (text: string, spec: ArgumentSpec) => string | undefined> = {
  'bool': (text) => {
    if (text === 'yes' || text === 'true') return 'true'
    return text === 'no' || text === 'false' ? 'false' : undefined
  },
  'num': (text, spec) => {
    if (!/^(0x[0-9a-f]+|\d+)$/i.test(text)) return undefined
    return inRange(Number(text), spec, Number) ? text : undefined
  },
  'time': (text, spec) => {
    const value = parseDuration(text)
    if (value === undefined || !inRange(value, spec, parseDuration)) return undefined
    return formatDuration(value)
  },
  'enum': (text, spec) => (spec.v?.includes(text) ? text : undefined),
  'set': (text, spec) =>
    spec.v === undefined || spec.v.includes(text.replace(/^!/, '')) ? text : undefined,
  'ip': (text) => (isIPv4(text) ? text : undefined),
  'ip6': (text) => (isIPv6(text) ? text : undefined),
  'prefix': (text) => (isPrefix(text) && text.includes('.') ? text : undefined),
  'prefix6': (text) => (isPrefix(text) && text.includes(':') ? text : undefined),
  'ip-range': (text) => (isIpRange(text) ? text : undefined),
  'mac': (text) => canonicalMac(text),
  'range': (text) => (/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text) ? text : undefined),
  // flags of an address: 4 and 6 the families, v a VRF behind it, D a DNS name instead
  'addr:46v': (text) => (isIP(text.replace(/@[\w-]+$/, '')) === 0 ? undefined : text),
  'addr:46D': (text) => (isIP(text) !== 0 || DOMAIN.test(text) ? text : undefined),
  'addr:D46v': (text) => (isIP(text) !== 0 || DOMAIN.test(text) ? text : undefined),
  'name': (text) => text,
}

/** What the console says about a wrong value depends on the kind of value. */
function refusal(name: string, spec: ArgumentSpec, text: string): InvalidValue {
  const types = spec.t.split('|')
  if (types.some((type) => ['enum', 'set', 'bool', 'iface'].includes(type))) {
    return new InvalidValue(`input does not match any value of ${name}`)
  }
  const outOfRange = { ...spec, min: undefined, max: undefined }
  const numeric = types.some(
    (type) => (type === 'num' || type === 'time') && READERS[type]?.(text, outOfRange)
  )
  if (numeric)
    return new InvalidValue(`value of ${name} out of range (${spec.min ?? ''}..${spec.max ?? ''})`)
  return new InvalidValue(`invalid value for argument ${name}`)
}

function readOne(name: string, spec: ArgumentSpec, text: string): string {
  const negated = spec.neg === 1 && text.startsWith('!')
  const bare = negated ? text.slice(1) : text
  for (const type of spec.t.split('|')) {
    const reader = READERS[type]
    // str, struct, script, date, any and the like take whatever they are given
    const value = reader ? reader(bare, spec) : bare
    if (value !== undefined) return negated ? `!${value}` : value
  }
  throw refusal(name, spec, text)
}

/**
 * The value as the router stores it (booleans true/false, times `5m`, MACs
 * upper case). Throws InvalidValue in RouterOS's words.
 */
export function canonicalValue(name: string, spec: ArgumentSpec, text: string): string {
  if (text === '') return text
  if (spec.list !== 1) return readOne(name, spec, text)
  return text
    .split(',')
    .map((part) => readOne(name, spec, part.trim()))
    .join(',')
}

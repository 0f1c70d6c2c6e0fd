import { isIPv4 } from 'node:net'
import type { ArgumentSpec } from './catalogue.js'

const isPrefix = (text: string) => {
  const [address = '', bits = '32', ...rest] = text.split('/')
  return isIPv4(address) && /^\d{1,2}$/.test(bits) && Number(bits) <= 32 && rest.length === 0
}
const isRange = (text: string) => isPrefix(text) || text.split('-').every((part) => isIPv4(part))
const isNumber = (text: string) => /^(?:0x[0-9a-f]+|\d+)$/i.test(text)
const isTime = (text: string) => /^(?:\d+(?:ms|w|d|h|m|s))+$|^\d\d:\d\d:\d\d$/.test(text)
const isHost = (text: string) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(text)

/** What a text must look like, by the type's name in the reference. */
const TYPES: Record<string, (text: string, spec: ArgumentSpec) => boolean> = {
  'bool': (text) => text === 'yes' || text === 'no',
  'enum': (text, { v = [] }) => v.includes(text),
  'set': (text, { v }) => v === undefined || v.includes(text),
  'num': (text, { min, max }) =>
    isNumber(text) &&
    (min === undefined || Number(text) >= Number(min)) &&
    (max === undefined || Number(text) <= Number(max)),
  'range': (text, { max }) =>
    text
      .split('-')
      .every((part) => isNumber(part) && (max === undefined || Number(part) <= Number(max))),
  'time': isTime,
  'ip': isIPv4,
  'addr:46v': isIPv4,
  'addr:46D': (text) => isIPv4(text) || isHost(text),
  'addr:D46v': (text) => isIPv4(text) || isHost(text),
  'prefix': isPrefix,
  'ip-range': isRange,
  'tz-name': (text) => /^[A-Z][A-Za-z_]+\/[A-Z][A-Za-z_]+$/.test(text),
  'iface': (text) => text.length > 0,
  'name': (text) => text.length > 0,
  'file': (text) => text.length > 0,
  'ip6': () => false,
  'prefix6': () => false,
}

/** Is this literal one that the argument takes? */
export function takes(spec: ArgumentSpec, text: string, quoted: boolean): boolean {
  const parts = spec.list ? text.split(',') : [text]
  return parts.every((part) => {
    const bare = spec.neg ? part.replace(/^!/, '') : part
    return spec.t.split('|').some((type) => {
      if (type === 'str') return quoted || isHost(bare)
      const fits = TYPES[type]
      if (!fits) throw new Error(`No check for the type ${type}`)
      return fits(bare, spec)
    })
  })
}

/** Was the argument there in this release? */
export function exists(spec: ArgumentSpec, major: 6 | 7): boolean {
  if (major === 6) return spec.v6 !== 0 && !spec.first?.startsWith('7')
  const { first, last } = spec
  if (first !== undefined && minor(first) > 20) return false
  return last === undefined || (!last.startsWith('<') && !last.startsWith('6') && minor(last) >= 20)
}

function minor(release: string): number {
  return Number(release.replace('<', '').split('.')[1])
}

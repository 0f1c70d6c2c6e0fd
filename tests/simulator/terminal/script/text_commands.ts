import { array, elements, literal, NIL, number, text, toText, truth, type Value } from './value.js'
import { same } from './operators.js'

/** `:len`: characters of a text (octets, as RouterOS counts), elements of an array. */
export function lengthOf(value: Value): number {
  if (value.type === 'array') return value.items.length + value.keyed.size
  return Buffer.byteLength(toText(value), 'utf8')
}

/** `:pick`: from `begin` up to but without `end`; one element when there is no end. */
export function pick(value: Value, begin: Value, end: Value): Value {
  const from = begin.type === 'num' ? begin.number : 0
  const to = end.type === 'num' ? end.number : undefined
  if (value.type === 'array') {
    const all = elements(value)
    return to === undefined ? (all[from] ?? NIL) : array(all.slice(from, to))
  }
  const octets = Buffer.from(toText(value), 'utf8')
  if (from < 0 || from >= octets.length) return NIL
  return text(octets.subarray(from, to ?? from + 1).toString('utf8'))
}

/** `:find`: where a text or an element begins after `from`; nil when nowhere. */
export function find(container: Value, wanted: Value, from: number): Value {
  if (container.type === 'array') {
    const place = container.items.findIndex((one, index) => index > from && same(one, wanted))
    if (place >= 0) return number(place)
    const key = [...container.keyed].find(([, one]) => same(one, wanted))?.[0]
    return key === undefined ? NIL : text(key)
  }
  const [octets, sought] = [Buffer.from(toText(container)), toText(wanted)]
  const place = octets.indexOf(sought, Math.max(0, from + 1))
  return place < 0 ? NIL : number(place)
}

/** The conversions `:tostr` to `:totime`; what cannot be converted becomes nil. */
export function convertTo(command: string, value: Value): Value {
  const plain = toText(value)
  const read = value.type === 'str' ? literal(plain.trim()) : value
  switch (command) {
    case 'tostr':
      return text(plain)
    case 'toarray':
      if (value.type === 'array') return value
      return array(plain === '' ? [] : plain.split(',').map((one) => literal(one.trim())))
    case 'tonum':
      if (read.type === 'time') return number(Math.floor(read.number / 1000))
      if (read.type === 'bool') return number(read.truth ? 1 : 0)
      if (read.type === 'ip')
        return number(read.text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0))
      return read.type === 'num' ? read : NIL
    case 'tobool':
      if (read.type === 'num') return truth(read.number !== 0)
      return read.type === 'bool' ? read : NIL
    case 'toid':
      return read.type === 'id' ? read : NIL
    case 'toip':
      return read.type === 'ip' ? read : NIL
    default:
      if (read.type === 'num') return { type: 'time', number: read.number * 1000 }
      return read.type === 'time' ? read : NIL
  }
}

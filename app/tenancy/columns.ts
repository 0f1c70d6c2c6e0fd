import { column } from '@adonisjs/lucid/orm'
import { octets, type Octets } from '#core/octets'

/**
 * pg hands int8 over as text, since it may exceed a double. These columns say
 * which of the two a value is: a number that fits, or octets, which may not.
 */
export function integerColumn(options: { isPrimary?: boolean } = {}) {
  return column({ ...options, consume: toInteger })
}

export function octetsColumn() {
  return column({
    consume: (value: string | number | null): Octets | null =>
      value === null ? null : octets(value),
    prepare: (value: Octets | null | undefined) => (value === undefined ? value : text(value)),
  })
}

/** A JSON document; pg parses it on the way in, Lucid must stringify it on the way out. */
export function jsonColumn() {
  return column({ prepare: (value: unknown) => (value === null ? null : JSON.stringify(value)) })
}

function toInteger(value: string | number | null | undefined): number | null | undefined {
  if (value === null || value === undefined) return value
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError('An integer column exceeds 2^53')
  return number
}

function text(value: Octets | null): string | null {
  return value === null ? null : value.toString()
}

export type JsonRecord = Record<string, unknown>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A control call was put wrongly; the message says how. Answered with HTTP 400. */
export class ControlError extends Error {
  readonly code = 'E_CONTROL'
}

/** @throws ControlError when the field is not a non-empty text. */
export function requireText(source: JsonRecord, field: string): string {
  const value = source[field]
  if (!isText(value)) throw new ControlError(`"${field}" must be a non-empty text`)
  return value
}

/** @throws ControlError when the field is there and is not a finite number. */
export function optionalNumber(source: JsonRecord, field: string): number | undefined {
  const value = source[field]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ControlError(`"${field}" must be a number`)
  }
  return value
}

/** @throws ControlError when the field is there and is not a text. */
export function optionalText(source: JsonRecord, field: string): string | undefined {
  const value = source[field]
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new ControlError(`"${field}" must be a text`)
  return value
}

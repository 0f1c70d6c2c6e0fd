import { createHash } from 'node:crypto'

/** What of a call's parameters goes into its idempotency key, 128 bits of them. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}

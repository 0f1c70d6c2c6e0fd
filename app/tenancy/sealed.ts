import encryption from '@adonisjs/core/services/encryption'

/**
 * Secrets of tenants at rest: sealed with the application's key and bound to
 * the tenant and the use, so that a value copied into another row is no use.
 */
export function seal(value: unknown, tenantId: number, use: string): string {
  return encryption.encrypt(value, { purpose: purpose(tenantId, use) })
}

/** @throws UnreadableSecret when the key has changed or the value belongs elsewhere */
export function unseal<T>(sealed: string, tenantId: number, use: string): T {
  const value = encryption.decrypt<T>(sealed, purpose(tenantId, use))
  if (value === null) throw new UnreadableSecret(use)
  return value
}

export class UnreadableSecret extends Error {
  constructor(use: string) {
    super(`The stored ${use} cannot be read with the present APP_KEY. Enter it again.`)
    this.name = 'UnreadableSecret'
  }
}

function purpose(tenantId: number, use: string): string {
  return `tenant:${tenantId}:${use}`
}

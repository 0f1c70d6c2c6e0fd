import encryption from '@adonisjs/core/services/encryption'
import { UnreadableSecret } from '#tenancy/sealed'

/**
 * A secret of an account at rest: sealed with the application's key and bound to the account and
 * the use, so that it opens nothing in another's row.
 */
export function sealForAccount(value: string, accountId: number, use: string): string {
  return encryption.encrypt(value, { purpose: `account:${accountId}:${use}` })
}

/** @throws UnreadableSecret when the key has changed or the value belongs to another account */
export function unsealForAccount(sealed: string, accountId: number, use: string): string {
  const value = encryption.decrypt<string>(sealed, `account:${accountId}:${use}`)
  if (value === null) throw new UnreadableSecret(use)
  return value
}

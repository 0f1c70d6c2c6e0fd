import type Account from '#platform/accounts/account'
import { sealForAccount } from '#platform/accounts/sealed'
import { codeAt, newTotpSecret } from '#platform/accounts/two_factor/totp'

/** Gives an account an authenticator app, as if it had enrolled long ago. @returns the app's secret */
export async function haveTwoFactor(account: Account): Promise<string> {
  const secret = newTotpSecret()
  await account.merge({ totpSecret: sealForAccount(secret, account.id, 'totp') }).save()
  return secret
}

/** What the app shows. @param later in how many steps; the next one counts, the one after does not */
export function appCode(secret: string, later = 0): string {
  return codeAt(secret, Date.now() + later * 30_000)
}

import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { sealForAccount } from '#platform/accounts/sealed'
import { codeAt, newTotpSecret } from '#platform/accounts/two_factor/totp'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

/** An admin of the platform with an authenticator app, and what the app knows. */
export async function createAdmin(): Promise<{ account: Account; secret: string }> {
  const email = `${anySlug()}@portico.test`
  const account = await Account.create({
    email,
    name: 'Ada Min',
    password: PASSWORD,
    isAdmin: true,
  })
  const secret = newTotpSecret()
  await account.merge({ totpSecret: sealForAccount(secret, account.id, 'totp') }).save()
  return { account, secret }
}

/** Signs in on the platform's host, by password and code. */
export async function signInAdmin(
  { account, secret }: { account: Account; secret: string },
  visitor = new Visitor(appUrl.host)
): Promise<Visitor> {
  const first = await visitor.send('/login', { email: account.email, password: PASSWORD })
  if (first.headers.location !== '/login/code') throw new Error('The admin was asked for no code')
  const second = await visitor.send('/login/code', { code: codeAt(secret, Date.now()) })
  if (second.headers.location !== '/admin') throw new Error('The admin was not let in')
  return visitor
}

export async function adminVisitor(): Promise<Visitor> {
  return signInAdmin(await createAdmin())
}

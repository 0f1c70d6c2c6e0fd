import { randomBytes } from 'node:crypto'
import hash from '@adonisjs/core/services/hash'
import app from '@adonisjs/core/services/app'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { Visitor } from '#tests/support/operator'
import { PASSWORD } from '#tests/support/isp'

let hashed: Promise<string> | undefined

/** Somebody with an account and the password of all tests, hashed once: scrypt is slow on purpose. */
export async function anAccount(
  changes: { isAdmin?: boolean; isProven?: boolean; hasPassword?: boolean } = {}
): Promise<Account> {
  const { isAdmin = false, isProven = true, hasPassword = true } = changes
  const email = `${randomBytes(6).toString('hex')}@people.test`
  const account = await Account.create({
    email,
    name: 'Ayesha Khan',
    password: null,
    isAdmin,
    emailVerifiedAt: isProven ? DateTime.utc() : null,
  })
  if (hasPassword) {
    hashed ??= hash.use('scrypt').make(PASSWORD)
    const db = await app.container.make(Database)
    await db
      .connection('app')
      .from('platform.accounts')
      .where('id', account.id)
      .update({ password: await hashed })
  }
  return account.refresh()
}

/** That person in a browser of their own, signed in on the platform's host by password. */
export async function signedIn({ email }: Account): Promise<Visitor> {
  const visitor = new Visitor(appUrl.host)
  const page = await visitor.send('/login', { email, password: PASSWORD })
  if (page.headers.location === '/login') throw new Error(`${email} was not signed in`)
  return visitor
}

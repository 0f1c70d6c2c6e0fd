import { inject } from '@adonisjs/core'
import limiter from '@adonisjs/limiter/services/main'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import type Account from '#platform/accounts/account'
import { sealForAccount, unsealForAccount } from '#platform/accounts/sealed'
import { newRecoveryCodes, recoveryCodeHash } from '#platform/accounts/two_factor/recovery_codes'
import { stepOfCode } from '#platform/accounts/two_factor/totp'

const USE = 'totp'

/** Three codes of a million are right at a time: five tries a quarter of an hour are no way in. */
const TRIES = { requests: 5, duration: '15 minutes' } as const

/** What came of a code. Too many tries say so: whoever is asked knows the password already. */
export type CodeVerdict = 'right' | 'wrong' | 'too_many'

/** Two-factor sign-in: an authenticator app's codes, and recovery codes for when it is lost. */
@inject()
export class TwoFactor {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /**
   * Turns it on, when the first code shows that the app has the secret.
   * @returns the recovery codes, which nobody can ever read again; null when the code is wrong
   */
  async enable(account: Account, secret: string, code: string): Promise<string[] | null> {
    const step = stepOfCode(secret, code, this.clock.now().toMillis())
    if (step === null) return null
    const sealed = sealForAccount(secret, account.id, USE)
    await this.#accounts()
      .where('id', account.id)
      .update({ totp_secret: sealed, totp_last_step: step })
    await account.refresh()
    return this.renewRecoveryCodes(account)
  }

  /** A code of the app, once, or a recovery code, once. */
  async verify(account: Account, typed: string): Promise<CodeVerdict> {
    const limit = limiter.use(TRIES)
    const allowed = await limit.attempt(`two-factor:${account.id}`, () => true)
    if (!allowed) return 'too_many'

    const isRight = (await this.#isAppCode(account, typed)) || (await this.#spend(account, typed))
    if (isRight) await limit.delete(`two-factor:${account.id}`)
    return isRight ? 'right' : 'wrong'
  }

  async disable(account: Account): Promise<void> {
    await this.#accounts()
      .where('id', account.id)
      .update({ totp_secret: null, totp_last_step: null })
    await this.#codes().where('account_id', account.id).delete()
    await account.refresh()
  }

  /** Ten new ones; the old are void. */
  async renewRecoveryCodes(account: Account): Promise<string[]> {
    const codes = newRecoveryCodes()
    const rows = codes.map((code) => ({ account_id: account.id, hash: recoveryCodeHash(code) }))
    await this.db.connection('app').transaction(async (trx) => {
      await trx.query().from('platform.recovery_codes').where('account_id', account.id).delete()
      await trx.insertQuery().table('platform.recovery_codes').multiInsert(rows)
    })
    return codes
  }

  async recoveryCodesLeft(account: Account): Promise<number> {
    const rows = await this.#codes().where('account_id', account.id).select('hash')
    return rows.length
  }

  /** RFC 6238 §5.2: a code counts once; the step only moves forward, whoever asks at the same time. */
  async #isAppCode(account: Account, typed: string): Promise<boolean> {
    if (!account.totpSecret) return false
    const secret = unsealForAccount(account.totpSecret, account.id, USE)
    const step = stepOfCode(secret, typed.replace(/\s/g, ''), this.clock.now().toMillis())
    if (step === null) return false
    const moved = await this.#accounts()
      .where('id', account.id)
      .whereRaw('coalesce(totp_last_step, 0) < ?', [step])
      .update({ totp_last_step: step })
    return Number(moved) === 1
  }

  async #spend(account: Account, typed: string): Promise<boolean> {
    const spent = await this.#codes()
      .where({ account_id: account.id, hash: recoveryCodeHash(typed) })
      .delete()
    return Number(spent) === 1
  }

  #accounts() {
    return this.db.connection('app').query().from('platform.accounts')
  }

  #codes() {
    return this.db.connection('app').query().from('platform.recovery_codes')
  }
}

import { createHash, randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'

/** How long a mailed link is good for, in minutes. */
const MINUTES = { verify_email: 24 * 60, change_email: 60, reset_password: 60 } as const

export type TokenPurpose = keyof typeof MINUTES

export interface AccountToken {
  accountId: number
  /** The address it was mailed to, and which it proves. */
  email: string
}

interface TokenRow {
  account_id: string
  email: string
}

/**
 * What mailed links carry: 256 random bits, kept as a hash, for one purpose, one account and one
 * address, once. The newest one counts: those mailed before it for the same purpose are void.
 */
@inject()
export class AccountTokens {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  async issue(accountId: number, purpose: TokenPurpose, email: string): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const expiresAt = this.clock.now().plus({ minutes: MINUTES[purpose] }).toJSDate()
    await this.#rows().where({ account_id: accountId, purpose }).delete()
    await this.db
      .connection('app')
      .table('platform.account_tokens')
      .insert({
        hash: hashOf(token),
        account_id: accountId,
        purpose,
        email,
        expires_at: expiresAt,
      })
    return token
  }

  /** For the page that shows what a link would do; uses nothing up. */
  async look(token: string, purpose: TokenPurpose): Promise<AccountToken | null> {
    const row: TokenRow | null = await this.#valid(token, purpose).first()
    return row && tokenOf(row)
  }

  /** Uses it up; of two at once one gets it. */
  async take(token: string, purpose: TokenPurpose): Promise<AccountToken | null> {
    const rows: TokenRow[] = await this.#valid(token, purpose).delete(['account_id', 'email'])
    const [row] = rows
    return row ? tokenOf(row) : null
  }

  /** What was mailed before an address or a password changed is void. */
  async forgetAll(accountId: number): Promise<void> {
    await this.#rows().where({ account_id: accountId }).delete()
  }

  #valid(token: string, purpose: TokenPurpose) {
    return this.#rows()
      .where({ hash: hashOf(token), purpose })
      .where('expires_at', '>', this.clock.now().toJSDate())
  }

  #rows() {
    return this.db.connection('app').query<TokenRow>().from('platform.account_tokens')
  }
}

function tokenOf({ account_id: accountId, email }: TokenRow): AccountToken {
  return { accountId: Number(accountId), email }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

import { setTimeout as sleep } from 'node:timers/promises'
import { Exception } from '@adonisjs/core/exceptions'
import type { TokenCache } from '#payments/gateways/token_cache'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { seal, unseal } from '#tenancy/sealed'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

const LEASE_SECONDS = 75
const PATIENCE_MS = 40_000
const POLL_MS = 150

/**
 * Gateway tokens in the row of the account they belong to, sealed. A restart
 * or a flushed cache must not ask for another: bKash blocks a merchant at the
 * third in an hour.
 */
export class DatabaseTokenCache implements TokenCache {
  constructor(
    private tenancy: Tenancy,
    private tenant: TenantScope,
    private accountId: number
  ) {}

  /** A lease in the row rather than a lock in a transaction: the work is a network call. */
  async withLock<T>(_key: string, work: () => Promise<T>): Promise<T> {
    const giveUpAt = Date.now() + PATIENCE_MS
    while (!(await this.#takeLease())) {
      if (Date.now() > giveUpAt) throw new TokenLeaseBusy()
      await sleep(POLL_MS)
    }
    try {
      return await work()
    } finally {
      await this.#update({ lease_until: null })
    }
  }

  async read(key: string): Promise<string | null> {
    const tokens = await this.#tokens()
    return tokens[key] ?? null
  }

  async write(key: string, value: string): Promise<void> {
    const tokens = { ...(await this.#tokens()), [key]: value }
    await this.#update({ tokens: seal(tokens, this.tenant.id, 'payment tokens') })
  }

  async #takeLease(): Promise<boolean> {
    return this.tenancy.run(this.tenant, async (trx) => {
      const taken = await trx.rawQuery(
        `update payment_gateways set lease_until = now() + make_interval(secs => ?)
          where id = ? and (lease_until is null or lease_until < now()) returning id`,
        [LEASE_SECONDS, this.accountId]
      )
      return taken.rows.length > 0
    })
  }

  async #tokens(): Promise<Record<string, string>> {
    const { tokens } = await this.tenancy.run(this.tenant, () =>
      PaymentGatewayAccount.findOrFail(this.accountId)
    )
    return tokens ? unseal<Record<string, string>>(tokens, this.tenant.id, 'payment tokens') : {}
  }

  async #update(columns: Record<string, unknown>): Promise<void> {
    await this.tenancy.run(this.tenant, (trx) =>
      trx.from('payment_gateways').where('id', this.accountId).update(columns)
    )
  }
}

/** Somebody else has been asking this gateway for a token for too long. */
export class TokenLeaseBusy extends Exception {
  static override status = 503
  static override code = 'E_TOKEN_LEASE_BUSY'
  static override message = 'The payment gateway is busy. Please try again in a minute.'
}

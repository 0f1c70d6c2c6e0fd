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
    const lease = await this.#waitForLease()
    try {
      return await work()
    } finally {
      await this.#release(lease)
    }
  }

  async read(key: string): Promise<string | null> {
    const tokens = await this.#tokens()
    return tokens[key] ?? null
  }

  async write(key: string, value: string): Promise<void> {
    const tokens = { ...(await this.#tokens()), [key]: value }
    const sealed = seal(tokens, this.tenant.id, 'payment tokens')
    await this.tenancy.run(this.tenant, (trx) =>
      trx.from('payment_gateways').where('id', this.accountId).update({ tokens: sealed })
    )
  }

  async #waitForLease(): Promise<string> {
    const giveUpAt = Date.now() + PATIENCE_MS
    for (;;) {
      const lease = await this.#takeLease()
      if (lease !== null) return lease
      if (Date.now() > giveUpAt) throw new TokenLeaseBusy()
      await sleep(POLL_MS)
    }
  }

  /** @returns its end, to the microsecond, by which it is known for ours */
  #takeLease(): Promise<string | null> {
    return this.tenancy.run(this.tenant, async (trx) => {
      const taken = await trx.rawQuery<{ rows: { lease: string }[] }>(
        `update payment_gateways set lease_until = now() + make_interval(secs => ?)
          where id = ? and (lease_until is null or lease_until < now())
         returning lease_until::text as lease`,
        [LEASE_SECONDS, this.accountId]
      )
      return taken.rows[0]?.lease ?? null
    })
  }

  /** Whoever took so long that another has the lease leaves it to that one. */
  async #release(lease: string): Promise<void> {
    await this.tenancy.run(this.tenant, (trx) =>
      trx
        .from('payment_gateways')
        .where('id', this.accountId)
        .whereRaw('lease_until = ?::timestamptz', [lease])
        .update({ lease_until: null })
    )
  }

  async #tokens(): Promise<Record<string, string>> {
    const { tokens } = await this.tenancy.run(this.tenant, () =>
      PaymentGatewayAccount.findOrFail(this.accountId)
    )
    return tokens ? unseal<Record<string, string>>(tokens, this.tenant.id, 'payment tokens') : {}
  }
}

/** Somebody else has been asking this gateway for a token for too long. */
export class TokenLeaseBusy extends Exception {
  static override status = 503
  static override code = 'E_TOKEN_LEASE_BUSY'
  static override message = 'The payment gateway is busy. Please try again in a minute.'
}

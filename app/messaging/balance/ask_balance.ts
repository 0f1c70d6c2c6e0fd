import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { lowMark } from '#messaging/balance/low_mark'
import { SmsTrouble } from '#messaging/balance/sms_trouble'
import type { BalanceOutcome } from '#messaging/gateways/contract'
import { openedOrError } from '#messaging/open_sms_account'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const AGAIN_HOURS = 4
const AFTER_FAILURE_HOURS = 1

/**
 * Asks a provider what is left on an account. People hear once that it is low, and again only
 * after it had recovered.
 */
@inject()
export class AskBalance {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns null when there is no such account (any more), or its provider tells no balance */
  async execute(tenant: TenantScope, accountId: number): Promise<BalanceOutcome | null> {
    const account = await this.tenancy.run(tenant, () => SmsGatewayAccount.find(accountId))
    if (!account) return null

    const outcome = await this.#ask(tenant, account)
    await this.tenancy.run(tenant, () => this.#record(accountId, outcome))
    return outcome
  }

  async #ask(tenant: TenantScope, account: SmsGatewayAccount): Promise<BalanceOutcome | null> {
    const gateway = openedOrError(tenant, account, this.clock)
    return gateway instanceof Error
      ? { ok: false, reason: 'bad_credentials', detail: gateway.message, evidence: [] }
      : ((await gateway.balance?.()) ?? null)
  }

  async #record(accountId: number, outcome: BalanceOutcome | null): Promise<void> {
    const account = await SmsGatewayAccount.query().where('id', accountId).forUpdate().first()
    if (!account) return
    const now = this.clock.now()
    if (!outcome?.ok) {
      const balanceDueAt = outcome && now.plus({ hours: AFTER_FAILURE_HOURS })
      await account.merge({ balanceError: outcome?.reason ?? null, balanceDueAt }).save()
      return
    }

    const { balance } = outcome
    const isLow = balance.minor < lowMark(account.lowAtMinor, balance.currency).minor
    const warns = isLow && account.lowSince === null
    await account
      .merge({
        balanceMinor: balance.minor,
        balanceCurrency: balance.currency,
        balanceAskedAt: now,
        balanceError: null,
        balanceDueAt: now.plus({ hours: AGAIN_HOURS }),
        lowSince: isLow ? (account.lowSince ?? now) : null,
        /** Whoever filled it up wants it used at once. */
        ...(!isLow && account.lastReason === 'no_balance' && { failures: 0, restsUntil: null }),
      })
      .save()
    if (warns) {
      await SmsTrouble.dispatch({ kind: 'low_balance', provider: account.provider, balance })
    }
  }
}

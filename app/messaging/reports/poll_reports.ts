import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import { Clock, toDateTime } from '#core/clock'
import { openedOrError } from '#messaging/open_sms_account'
import { applyReports } from '#messaging/reports/apply_reports'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Asked for at once; a provider is not asked about more than it would answer in its time. */
const AT_ONCE = 50

interface Due {
  provider: string
  provider_reference: string
}

/**
 * Asks providers that do not tell by themselves what became of messages. Each message is asked
 * about after half a minute and then whenever its age has doubled, at most six hours apart, for
 * three days. The sweep that calls does not wait for the answers.
 */
@inject()
export class PollReports {
  #underWay = new Set<Promise<void>>()

  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns when to look at this tenant's messages again, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    const { due, next } = await this.tenancy.run(tenant, async () => ({
      due: await this.#claim(),
      next: await this.#nextDue(),
    }))
    for (const [provider, messages] of Map.groupBy(due, (one) => one.provider)) {
      const references = messages.map((one) => one.provider_reference)
      const asking = this.#ask(tenant, provider, references).finally(() =>
        this.#underWay.delete(asking)
      )
      this.#underWay.add(asking)
    }
    return next
  }

  /** Resolves when nobody is being asked. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  /** Moving the next time ahead first keeps a second worker from asking, too. */
  async #claim(): Promise<Due[]> {
    const now = this.clock.now().toJSDate()
    const claimed: { rows: Due[] } = await this.tenancy.transaction.rawQuery(
      `update sms_messages set poll_at = case when :now::timestamptz - sent_at < interval '3 days'
           then :now::timestamptz + least(greatest(:now::timestamptz - sent_at, interval '30 seconds'), interval '6 hours') end
        where id in (select id from sms_messages where poll_at <= :now
                      order by poll_at limit :limit for update skip locked)
       returning provider, provider_reference`,
      { now, limit: AT_ONCE }
    )
    return claimed.rows
  }

  /** Never throws: nobody waits for it. */
  async #ask(tenant: TenantScope, provider: string, references: string[]): Promise<void> {
    try {
      const account = await this.tenancy.run(tenant, () =>
        SmsGatewayAccount.findBy('provider', provider)
      )
      const gateway = account && openedOrError(tenant, account, this.clock)
      if (!gateway || gateway instanceof Error) return
      const reports = (await gateway.pollReports?.(references)) ?? []
      const now = this.clock.now().toJSDate()
      await this.tenancy.run(tenant, () => applyReports(this.tenancy, provider, reports, now))
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id, provider }, 'sms reports')
    }
  }

  async #nextDue(): Promise<DateTime | null> {
    const next: { rows: { at: Date | null }[] } = await this.tenancy.transaction.rawQuery(
      'select min(poll_at) as at from sms_messages where poll_at is not null'
    )
    return toDateTime(next.rows[0]?.at ?? null)
  }
}

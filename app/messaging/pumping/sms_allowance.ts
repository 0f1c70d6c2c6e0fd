import { inject } from '@adonisjs/core'
import { SentCounter } from '#messaging/pumping/sent_counter'
import type { SmsEvent } from '#messaging/templates'
import { OCCASIONS } from '#messaging/texts/occasions'
import { limitsOf } from '#tenancy/plans/tenant_limits'
import { stopsAt } from '#tenancy/plans/usage_stage'
import { tenantSettings } from '#tenancy/settings'
import type { TenantScope } from '#tenancy/tenancy'

export type Cap = 'daily_cap' | 'monthly_cap'

/** Why a message of the kind may not go, when one was to be taken; `null` of `any` is taken. */
export interface Taken {
  any: Cap | null
  /** …and if it is no code. */
  others: Cap | null
}

/**
 * How many messages an ISP may send: in a day as it has set itself, in a month as its plan has it.
 * Codes go on for a while beyond the plan's month: without one, a new customer cannot pay.
 * Call outside any transaction.
 */
@inject()
export class SmsAllowance {
  constructor(private sent: SentCounter) {}

  /** Takes one message off the day's and the month's, if any may be sent at all. */
  async take(tenant: TenantScope): Promise<Taken> {
    if ((await this.sent.add(tenant, 'day', perDay(tenant))) === null) return refused('daily_cap')
    const allowed = perMonth(tenant)
    const count = await this.sent.add(tenant, 'month', stopsAt(allowed))
    if (count !== null) return { any: null, others: count > allowed ? 'monthly_cap' : null }
    await this.sent.takeBack(tenant, 'day')
    return refused('monthly_cap')
  }

  /** It was not sent after all. */
  async giveBack(tenant: TenantScope): Promise<void> {
    await this.sent.takeBack(tenant, 'day')
    await this.sent.takeBack(tenant, 'month')
  }

  /** Why no code could be sent now; null when one could. */
  async capOnCodes(tenant: TenantScope): Promise<Cap | null> {
    if ((await this.leftToday(tenant)) <= 0) return 'daily_cap'
    const count = await this.sent.count(tenant, 'month')
    return count < stopsAt(perMonth(tenant)) ? null : 'monthly_cap'
  }

  /** Messages that may still be sent today, as far as the day is concerned. */
  async leftToday(tenant: TenantScope): Promise<number> {
    return Math.max(0, perDay(tenant) - (await this.sent.count(tenant, 'day')))
  }
}

/** What the kind of message makes of what was taken. */
export function capOn(event: SmsEvent, { any, others }: Taken): Cap | null {
  return OCCASIONS[event].urgency === 'code' ? any : others
}

function refused(cap: Cap): Taken {
  return { any: cap, others: cap }
}

function perDay(tenant: TenantScope): number {
  return tenantSettings(tenant).smsPerDay
}

function perMonth(tenant: TenantScope): number {
  return limitsOf(tenant).smsPerMonth ?? Infinity
}

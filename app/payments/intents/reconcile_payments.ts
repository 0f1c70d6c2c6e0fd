import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { FollowUpIntent } from '#payments/intents/follow_up_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const AT_ONCE = 24
const BUSY_SECONDS = 5

/** Longer than asking takes, twice over; after it, whoever was asking has died. */
const RETRY_SECONDS = 90

/**
 * Asks the gateways about every intent whose time has come, until each is
 * final. This, not the browser, is what makes a payment certain.
 *
 * The sweep that calls does not wait for the answers: a gateway that is slow
 * would keep every tenant's suspensions waiting with it.
 */
@inject()
export class ReconcilePayments {
  #underWay = new Set<Promise<void>>()

  constructor(
    private tenancy: Tenancy,
    private followUp: FollowUpIntent,
    private clock: Clock
  ) {}

  /** @returns when to look at this tenant's intents again, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    const room = AT_ONCE - this.#underWay.size
    if (room <= 0) return this.clock.now().plus({ seconds: BUSY_SECONDS })

    for (const intent of await this.#claimDue(tenant, room)) {
      const asking = this.#ask(tenant, intent).finally(() => this.#underWay.delete(asking))
      this.#underWay.add(asking)
    }
    return this.#nextDue(tenant)
  }

  /** Never throws: nobody waits for it. */
  async #ask(tenant: TenantScope, intent: PaymentIntent): Promise<void> {
    try {
      await this.followUp.again(tenant, intent)
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id, reference: intent.reference }, 'reconcile')
    }
  }

  /** Moving the check ahead first keeps a second worker, or an intent that throws, from spinning. */
  async #claimDue(tenant: TenantScope, limit: number): Promise<PaymentIntent[]> {
    const now = this.clock.now()
    return this.tenancy.run(tenant, async () => {
      const due = await PaymentIntent.query()
        .whereIn('state', ['created', 'pending'])
        .where('next_check_at', '<=', now.toJSDate())
        .orderBy('next_check_at')
        .limit(limit)
        .forUpdate()
        .skipLocked()
      if (due.length > 0) {
        await PaymentIntent.query()
          .whereIn(
            'id',
            due.map(({ id }) => id)
          )
          .update({ nextCheckAt: now.plus({ seconds: RETRY_SECONDS }).toJSDate() })
      }
      return due
    })
  }

  async #nextDue(tenant: TenantScope): Promise<DateTime | null> {
    const next = await this.tenancy.run(tenant, () =>
      PaymentIntent.query()
        .whereIn('state', ['created', 'pending'])
        .whereNotNull('next_check_at')
        .orderBy('next_check_at')
        .first()
    )
    return next?.nextCheckAt ?? null
  }
}

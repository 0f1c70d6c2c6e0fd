import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { FollowUpIntent } from '#payments/intents/follow_up_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const BATCH = 50
const RETRY_SECONDS = 30

/**
 * Asks the gateways about every intent whose time has come, until each is
 * final. This, not the browser, is what makes a payment certain.
 */
@inject()
export class ReconcilePayments {
  constructor(
    private tenancy: Tenancy,
    private followUp: FollowUpIntent,
    private clock: Clock
  ) {}

  /** @returns when the next intent is due, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    for (const intent of await this.#claimDue(tenant)) {
      try {
        await this.followUp.again(tenant, intent)
      } catch (error) {
        logger.error({ err: error, tenant: tenant.id, reference: intent.reference }, 'reconcile')
      }
    }
    return this.#nextDue(tenant)
  }

  /** Moving the check ahead first keeps a second worker, or an intent that throws, from spinning. */
  async #claimDue(tenant: TenantScope): Promise<PaymentIntent[]> {
    const now = this.clock.now()
    return this.tenancy.run(tenant, async () => {
      const due = await PaymentIntent.query()
        .whereIn('state', ['created', 'pending'])
        .where('next_check_at', '<=', now.toJSDate())
        .orderBy('next_check_at')
        .limit(BATCH)
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

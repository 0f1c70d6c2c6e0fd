import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { DueIntents } from '#payments/intents/due_intents'
import { FollowUpIntent } from '#payments/intents/follow_up_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Gateways asked at once for one tenant, and for all: nobody's backlog holds up the others'. */
const AT_ONCE = 12
const AT_ONCE_FOR_ALL = 48

/** How soon to look again at a tenant that is being worked on. */
const BUSY_SECONDS = 1

/**
 * Asks the gateways about every intent whose time has come, until each is
 * final. This, not the browser, is what makes a payment certain.
 *
 * The sweep that calls does not wait for the answers: a gateway that is slow
 * would keep every tenant's suspensions waiting with it.
 */
@inject()
export class ReconcilePayments {
  #underWay = new Set<number>()

  constructor(
    private tenancy: Tenancy,
    private followUp: FollowUpIntent,
    private clock: Clock
  ) {}

  /** @returns when to look at this tenant's intents again, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    const soon = this.clock.now().plus({ seconds: BUSY_SECONDS })
    const full = this.#underWay.size * AT_ONCE >= AT_ONCE_FOR_ALL
    if (full || this.#underWay.has(tenant.id)) return soon

    const due = new DueIntents(this.tenancy, this.clock, tenant, AT_ONCE)
    const first = await due.next()
    if (!first) return this.#nextDue(tenant)
    void this.#workOff(tenant, first, due)
    return soon
  }

  /** Never throws: nobody waits for it. What it leaves behind is claimed again. */
  async #workOff(tenant: TenantScope, first: PaymentIntent, due: DueIntents): Promise<void> {
    this.#underWay.add(tenant.id)
    const lane = async (begin: PaymentIntent | null) => {
      for (let intent = begin ?? (await due.next()); intent; intent = await due.next()) {
        await this.#ask(tenant, intent)
      }
    }
    const lanes = Array.from({ length: AT_ONCE }, (_, place) => lane(place === 0 ? first : null))
    for (const { status, reason } of await Promise.allSettled(lanes).then(failures)) {
      logger.error({ err: reason, tenant: tenant.id }, `reconcile ${status}`)
    }
    this.#underWay.delete(tenant.id)
  }

  async #ask(tenant: TenantScope, intent: PaymentIntent): Promise<void> {
    try {
      await this.followUp.again(tenant, intent)
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id, reference: intent.reference }, 'reconcile')
    }
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

function failures(lanes: PromiseSettledResult<void>[]): PromiseRejectedResult[] {
  return lanes.filter((lane) => lane.status === 'rejected')
}

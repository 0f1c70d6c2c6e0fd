import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { MakeRefund } from '#payments/refunds/make_refund'
import Refund from '#payments/refunds/refund'
import { CLAIM_SECONDS } from '#payments/refunds/refund_schedule'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const AT_ONCE = 8
const BUSY_SECONDS = 5

/**
 * Asks the gateways about every refund whose time has come, until each is made or not made.
 * One whose process died between the reservation and the answer is among them. As with
 * payments, the sweep that calls does not wait for the answers.
 */
@inject()
export class ReconcileRefunds {
  #underWay = new Set<Promise<void>>()

  constructor(
    private tenancy: Tenancy,
    private makeRefund: MakeRefund,
    private clock: Clock
  ) {}

  /** @returns when to look at this tenant's refunds again, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    const room = AT_ONCE - this.#underWay.size
    if (room <= 0) return this.clock.now().plus({ seconds: BUSY_SECONDS })

    for (const refund of await this.#claimDue(tenant, room)) {
      const asking = this.#ask(tenant, refund).finally(() => this.#underWay.delete(asking))
      this.#underWay.add(asking)
    }
    return this.#nextDue(tenant)
  }

  /** Never throws: nobody waits for it. */
  async #ask(tenant: TenantScope, refund: Refund): Promise<void> {
    try {
      await this.makeRefund.again(tenant, refund)
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id, refund: refund.refundReference }, 'refund')
    }
  }

  /** Moving the inquiry ahead first keeps a second worker, or a refund that throws, from spinning. */
  async #claimDue(tenant: TenantScope, limit: number): Promise<Refund[]> {
    const now = this.clock.now()
    return this.tenancy.run(tenant, async () => {
      const due = await Refund.query()
        .where('refund_state', 'asked')
        .where('refund_next_at', '<=', now.toJSDate())
        .orderBy('refund_next_at')
        .limit(limit)
        .forUpdate()
        .skipLocked()
      for (const refund of due) {
        await refund.merge({ refundNextAt: now.plus({ seconds: CLAIM_SECONDS }) }).save()
      }
      return due
    })
  }

  async #nextDue(tenant: TenantScope): Promise<DateTime | null> {
    const next = await this.tenancy.run(tenant, () =>
      Refund.query()
        .where('refund_state', 'asked')
        .whereNotNull('refund_next_at')
        .orderBy('refund_next_at')
        .first()
    )
    return next?.refundNextAt ?? null
  }
}

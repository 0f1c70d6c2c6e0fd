import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type Stripe from 'stripe'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import { BILLING } from '#platform/billing/standing/apply_standing'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { presentOf, secondsOf } from '#platform/billing/subscription/choose_subscription'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'

/** By this we know at Stripe the ones that we ended, if we died before we said so. */
export const MARK = 'portico: ended as a second subscription'

/**
 * An ISP that went through Checkout in two tabs pays once: all its subscriptions but the one that
 * counts are ended, and what was paid for them becomes the customer's credit at Stripe, which its
 * next invoices use up (docs.stripe.com/api/subscriptions/cancel: prorate, invoice_now).
 */
@inject()
export class EndSecond {
  constructor(
    private db: Database,
    private stripe: StripeBilling,
    private tellOwners: TellOwners
  ) {}

  /** @param all of the ISP's, those that are over among them */
  async execute(tenantId: number, all: readonly Stripe.Subscription[]): Promise<void> {
    const kept = presentOf(all)
    if (!kept) return

    for (const { id } of secondsOf(all)) {
      await this.stripe.client.subscriptions.cancel(id, {
        prorate: true,
        invoice_now: true,
        cancellation_details: { comment: MARK },
      })
      await this.#tell(tenantId, id, kept.id)
    }
    const ended = all.filter(({ cancellation_details: details }) => details?.comment === MARK)
    for (const { id } of ended) await this.#tell(tenantId, id, kept.id)
  }

  /** Once each, however often it is said. Only one asks about an ISP at a time. */
  async #tell(tenantId: number, ended: string, kept: string): Promise<void> {
    const noted = { tenantId, kind: 'subscription', before: ended } as const
    if (!(await TenantEvent.findBy(noted))) {
      await this.db.connection('app').transaction((client) =>
        TenantEvent.note(client, {
          ...noted,
          after: kept,
          reason: 'A second subscription was ended, what was paid for it credited',
          by: BILLING,
        })
      )
    }
    const tenant = await Tenant.findOrFail(tenantId)
    await this.tellOwners.execute(tenant, { kind: 'second_ended', about: ended })
  }
}

import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { Money } from '#core/money'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import Tenant from '#tenancy/models/tenant'

const ACTION_REQUIRED = 'invoice.payment_action_required'

/** Writes of every payment of an open invoice that did not go through, with the way to pay it. */
@inject()
export class TellOfFailures {
  constructor(private tellOwners: TellOwners) {}

  /** @param heard the types of the events that made us ask */
  async execute(
    tenantId: number,
    invoices: readonly Stripe.Invoice[],
    heard: ReadonlySet<string>
  ): Promise<void> {
    const failed = invoices.filter(({ status, attempted }) => status === 'open' && attempted)
    if (failed.length === 0) return

    const tenant = await Tenant.findOrFail(tenantId)
    for (const {
      id,
      number,
      attempt_count: attempt,
      hosted_invoice_url: url,
      ...invoice
    } of failed) {
      const about = `${id}:${attempt}`
      const amount = Money.of(invoice.amount_remaining, invoice.currency.toUpperCase())
      await this.tellOwners.execute(tenant, {
        kind: (await this.#wantsAction(tenant, about, heard))
          ? 'action_required'
          : 'payment_failed',
        about,
        data: { number: number ?? id, amount: amount.format(tenant.locale) },
        ...(url && { url }),
      })
    }
  }

  /**
   * Stripe tells of one attempt by two events, in any order: that it failed, and that the bank wants
   * the customer's consent.
   */
  async #wantsAction(tenant: Tenant, about: string, heard: ReadonlySet<string>): Promise<boolean> {
    if (heard.has(ACTION_REQUIRED)) return true
    return this.tellOwners.hasTold(tenant, ['action_required'], about)
  }
}

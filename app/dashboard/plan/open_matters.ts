import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { PlanFit } from '#platform/billing/changes/plan_fit'
import Invoice from '#platform/billing/invoices/invoice'
import { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'
import { planByCode, type LimitName } from '#tenancy/plans/plans'

export interface OpenMatters {
  /** A larger plan whose payment did not come through, and where it is paid. */
  pending: { plan: string; until: DateTime | null; href: string | null } | null
  /** An invoice at Stripe that the ISP's card did not pay. */
  owed: Invoice | null
  /** A smaller plan that is to begin and does not fit. */
  tooSmall: { plan: string; limits: LimitName[] } | null
  /** An invoice of ours to be paid, and how. */
  unpaid: { invoice: Invoice; ways: readonly string[] } | null
}

/** What stands open between an ISP and us, for its plan's page. */
@inject()
export class FindOpenMatters {
  constructor(
    private fit: PlanFit,
    private terms: InvoicingTerms
  ) {}

  async of(tenant: Tenant, subscription: Subscription | null): Promise<OpenMatters> {
    const open = subscription?.way === 'card' ? await this.#openAtStripe(tenant) : null
    const pendingPlan = subscription?.pendingPlan
    return {
      pending: pendingPlan
        ? {
            plan: planByCode(pendingPlan).name,
            until: subscription.pendingUntil,
            href: open?.hostedUrl ?? null,
          }
        : null,
      owed: pendingPlan ? null : open,
      tooSmall: subscription && (await this.#tooSmall(tenant, subscription)),
      unpaid: await this.#unpaid(tenant),
    }
  }

  #openAtStripe({ id }: Tenant): Promise<Invoice | null> {
    return Invoice.query()
      .where({ tenantId: id, status: 'open' })
      .whereNotNull('hosted_url')
      .orderBy('issued_at', 'desc')
      .first()
  }

  async #tooSmall(tenant: Tenant, { nextPlan }: Subscription) {
    const limits = nextPlan ? await this.fit.tooMuch(tenant, nextPlan) : []
    return nextPlan && limits.length > 0 ? { plan: planByCode(nextPlan).name, limits } : null
  }

  async #unpaid(tenant: Tenant) {
    const invoice = await Invoice.lastOfOurs(tenant.id)
    if (invoice?.status !== 'open') return null
    return { invoice, ways: this.terms.instructionsFor(invoice.currency) }
  }
}

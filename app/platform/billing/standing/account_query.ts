import Invoice from '#platform/billing/invoices/invoice'
import type { Account } from '#platform/billing/standing/standing'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** How an ISP stands: its subscription, and its invoices by the way in which it pays now. */
export async function accountOf(
  tenant: Tenant,
  subscription: Subscription | null
): Promise<Account> {
  const open = await Invoice.query()
    .where({ tenantId: tenant.id, status: 'open' })
    .whereRaw(`(stripe_invoice is null) = ?`, [subscription?.way === 'invoice'])
    .orderBy('due_at')
    .first()
  const paid = await Invoice.lastPaidOfOurs(tenant.id)
  return {
    /** Whom somebody made active, or who has paid, has no trial that could end. */
    trialEndsAt: tenant.status === 'active' ? null : tenant.trialEndsAt,
    card: subscription?.status
      ? {
          status: subscription.status,
          trialEndsAt: subscription.trialEndsAt,
          endedAt: subscription.endedAt,
        }
      : null,
    paidUntil: paid?.periodEnd ?? null,
    owingSince: open?.dueAt ?? null,
  }
}

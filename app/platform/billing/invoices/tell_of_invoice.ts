import { Money } from '#core/money'
import type Invoice from '#platform/billing/invoices/invoice'
import { dayFor } from '#platform/billing/letters/day_for'
import type { Letter } from '#platform/billing/letters/tell_owners'
import { GRACE_DAYS } from '#platform/billing/standing/standing'
import type Tenant from '#tenancy/models/tenant'

type Kind = Extract<Letter['kind'], 'invoice_issued' | 'invoice_due' | 'invoice_void'>

/**
 * A letter about an invoice of ours.
 *
 * @param time which of several about the same invoice it is
 */
export function tellOfInvoice(kind: Kind, invoice: Invoice, tenant: Tenant, time = 0): Letter {
  const { number, dueAt, amountMinor, currency } = invoice
  return {
    kind,
    about: time > 0 ? `${number}:${time}` : number,
    data: {
      number,
      amount: Money.of(amountMinor, currency).format(tenant.locale),
      date: dayFor(tenant, dueAt),
      stops: dayFor(tenant, dueAt.plus({ days: GRACE_DAYS })),
    },
  }
}

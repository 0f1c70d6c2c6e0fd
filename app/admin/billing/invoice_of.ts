import type { HttpContext } from '@adonisjs/core/http'
import { InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import type Tenant from '#tenancy/models/tenant'

/** The invoice of the address, of the tenant of the address. @throws InvoiceNotOpen */
export async function invoiceOf({ params }: HttpContext, { id }: Tenant): Promise<Invoice> {
  const invoice = await Invoice.query()
    .where({ id: Number(params.invoice), tenantId: id })
    .first()
  if (!invoice) throw new InvoiceNotOpen()
  return invoice
}

import { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import CustomerPayment from '#payments/customer_payment'
import Refund from '#payments/refunds/refund'
import type { Receipt } from '#payments/receipts/receipt'
import type { Tenancy } from '#tenancy/tenancy'

/** Which payment: by its own id or its intent's, and whose, when only that customer may see it. */
export interface WhichReceipt {
  id?: number
  intentId?: number
  customerId?: number
}

interface Circumstances {
  name: string | null
  mobile: string
  language: string
  starts_at: Date | null
  expires_at: Date | null
  /** What the activation was before this payment, and before the next one on it. */
  previous: unknown
  next_previous: unknown
}

/**
 * One payment with customer and validity. Call in the tenant's scope.
 *
 * @throws E_ROW_NOT_FOUND when there is none such, or it is somebody else's
 */
export async function receiptQuery(tenancy: Tenancy, which: WhichReceipt): Promise<Receipt> {
  const query = CustomerPayment.query()
  if (which.id !== undefined) query.where('id', which.id)
  if (which.intentId !== undefined) query.where('intent_id', which.intentId)
  if (which.customerId !== undefined) query.where('customer_id', which.customerId)
  const payment = await query.firstOrFail()
  const refunds = await Refund.query()
    .where({ refundOf: payment.id, refundState: 'made' })
    .orderBy('id')
  return receiptOf(payment, refunds, await circumstances(tenancy, payment.id))
}

async function circumstances(tenancy: Tenancy, paymentId: number): Promise<Circumstances> {
  const { rows } = await tenancy.transaction.rawQuery<{ rows: Circumstances[] }>(
    `select c.name, c.mobile, c.language, a.starts_at, a.expires_at, p.previous,
            (select n.previous from customer_payments n
              where n.activation_id = p.activation_id and n.id > p.id and n.previous is not null
              order by n.id limit 1) as next_previous
       from customer_payments p
       join customers c on c.id = p.customer_id
       left join activations a on a.id = p.activation_id
      where p.id = ?`,
    [paymentId]
  )
  const [found] = rows
  if (!found) throw new Error(`Payment ${paymentId} has lost its customer`)
  return found
}

function receiptOf(
  payment: CustomerPayment,
  refunds: readonly Refund[],
  about: Circumstances
): Receipt {
  return {
    id: payment.id,
    receiptNo: payment.receiptNo,
    customerId: payment.customerId,
    customerName: about.name,
    mobile: about.mobile,
    language: about.language,
    packageName: payment.packageName,
    /** The same package bought again goes on where it would have ended, and ends later. */
    validFrom: expiry(about.previous) ?? toDateTime(about.starts_at),
    validTo: expiry(about.next_previous) ?? toDateTime(about.expires_at),
    method: payment.method,
    gatewayTransaction: payment.gatewayTransaction,
    receivedByName: payment.receivedByName,
    paidAt: payment.paidAt,
    amountMinor: payment.amountMinor,
    discountMinor: payment.discountMinor,
    taxMinor: payment.taxMinor,
    currency: payment.currency,
    undone: payment.undoneAt && {
      at: payment.undoneAt,
      by: payment.undoneByName,
      reason: payment.undoReason,
    },
    refunds: refunds.map(({ paidAt, amountMinor }) => ({ at: paidAt, amountMinor })),
  }
}

/** The end of a validity in what was kept for undoing, if it says one. */
function expiry(previous: unknown): DateTime | null {
  if (typeof previous !== 'object' || previous === null || !('expiresAt' in previous)) return null
  const at = DateTime.fromISO(String(previous.expiresAt), { zone: 'utc' })
  return at.isValid ? at : null
}

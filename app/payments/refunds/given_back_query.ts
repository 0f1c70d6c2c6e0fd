import Refund from '#payments/refunds/refund'

/** What has gone back of each of these payments, in minor units. Call in the tenant's scope. */
export async function givenBackQuery(payments: readonly { id: number }[]) {
  const refunds = await Refund.query()
    .whereIn(
      'refund_of',
      payments.map(({ id }) => id)
    )
    .where('refund_state', 'made')
  const sums = new Map<number, number>()
  for (const { refundOf, amountMinor } of refunds) {
    if (refundOf !== null) sums.set(refundOf, (sums.get(refundOf) ?? 0) + amountMinor)
  }
  return sums
}

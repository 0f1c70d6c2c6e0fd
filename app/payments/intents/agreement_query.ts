import PaymentIntent from '#payments/intents/payment_intent'

/** What this customer agreed to last at an account of the ISP's (index payment_intents_agreement). */
export async function agreementQuery(
  customerId: number,
  gatewayId: number
): Promise<string | null> {
  const last = await PaymentIntent.query()
    .where({ customerId, gatewayId })
    .whereNotNull('agreement')
    .orderBy('id', 'desc')
    .first()
  return last?.agreement ?? null
}

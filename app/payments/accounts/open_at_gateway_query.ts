import type { Tenancy } from '#tenancy/tenancy'

/** How many payments and refunds still need this account to be brought to an end. Call in scope. */
export async function openAtGatewayQuery(tenancy: Tenancy, gatewayId: number): Promise<number> {
  const { rows } = await tenancy.transaction.rawQuery<{ rows: { open: string }[] }>(
    `select (select count(*) from payment_intents
              where gateway_id = :id and state in ('created', 'pending'))
          + (select count(*) from customer_payments refund
               join payment_intents intent on intent.id = refund.intent_id
              where intent.gateway_id = :id and refund.refund_state = 'asked') as open`,
    { id: gatewayId }
  )
  return Number(rows[0]?.open ?? 0)
}

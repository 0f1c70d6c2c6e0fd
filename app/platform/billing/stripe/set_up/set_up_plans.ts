import type Stripe from 'stripe'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { lookupKey } from '#platform/billing/stripe/plan_prices'
import { setUpPrice } from '#platform/billing/stripe/set_up/set_up_price'
import type { Step } from '#platform/billing/stripe/set_up/step'
import { allPlans } from '#tenancy/plans/plans'

/** A price a plan, in US dollars: the one of our own invoices. */
export async function setUpPlans(client: Stripe): Promise<Step[]> {
  const steps: Step[] = []
  for (const { code, name } of allPlans()) {
    steps.push(
      await setUpPrice(client, {
        lookupKey: lookupKey(code),
        amount: invoicePrice(code),
        product: { id: `portico_${code}`, name: `Portico ${name}` },
        metadata: { plan: code },
      })
    )
  }
  return steps
}

import type Stripe from 'stripe'
import type { Money } from '#core/money'
import { MeterDiffers } from '#platform/billing/errors'
import { METERED } from '#platform/billing/stripe/plan_prices'
import { setUpPrice } from '#platform/billing/stripe/set_up/set_up_price'
import type { Step } from '#platform/billing/stripe/set_up/step'
import { EVENT_NAME } from '#platform/billing/usage/report_usage'

/** A month ends with the count of its last day, and is not the sum of its days. */
const FORMULA = 'last'
const MANY = 100

/** The meter that hears of active customers, and their price. @throws MeterDiffers */
export async function setUpMetering(client: Stripe, amount: Money): Promise<Step[]> {
  const meter = await setUpMeter(client)
  const price = await setUpPrice(client, {
    lookupKey: METERED,
    amount,
    product: { id: METERED, name: 'Active customers' },
    meter: meter.id,
  })
  return [meter, price]
}

async function setUpMeter(client: Stripe): Promise<Step> {
  const what = `meter ${EVENT_NAME}`
  for await (const meter of client.billing.meters.list({ status: 'active', limit: MANY })) {
    if (meter.event_name !== EVENT_NAME) continue
    if (meter.default_aggregation.formula !== FORMULA) throw new MeterDiffers(EVENT_NAME)
    return { what, id: meter.id, outcome: 'found' }
  }
  const { id } = await client.billing.meters.create({
    display_name: 'Active customers',
    event_name: EVENT_NAME,
    default_aggregation: { formula: FORMULA },
    customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
    value_settings: { event_payload_key: 'value' },
  })
  return { what, id, outcome: 'made' }
}

import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'

type PhaseItem = Stripe.SubscriptionScheduleUpdateParams.Phase.Item

/** Lets a subscription have other items from its next period on, by a schedule of two phases. */
@inject()
export class ScheduleDowngrade {
  constructor(private stripe: StripeBilling) {}

  /** @param next the items of the period to come */
  async execute(subscription: Stripe.Subscription, next: PhaseItem[]): Promise<void> {
    const { subscriptionSchedules } = this.stripe.client
    await this.release(subscription)
    const schedule = await subscriptionSchedules.create({ from_subscription: subscription.id })
    const [present] = schedule.phases
    if (!present) return

    await subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        {
          items: present.items.map(sameItem),
          start_date: present.start_date,
          end_date: present.end_date,
          ...(present.trial_end && { trial_end: present.trial_end }),
        },
        { items: next, duration: { interval: 'month' }, proration_behavior: 'none' },
      ],
    })
  }

  /** Forgets what was to come; a subscription on a schedule cannot be changed otherwise. */
  async release({ schedule }: Pick<Stripe.Subscription, 'schedule'>): Promise<void> {
    const id = typeof schedule === 'string' ? schedule : schedule?.id
    if (id) await this.stripe.client.subscriptionSchedules.release(id)
  }
}

function sameItem({ price, quantity }: Stripe.SubscriptionSchedule.Phase.Item): PhaseItem {
  return {
    price: typeof price === 'string' ? price : price.id,
    ...(quantity !== undefined && { quantity }),
  }
}

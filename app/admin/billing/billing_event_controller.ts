import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import { Database } from '@adonisjs/lucid/database'
import { billingEventsQuery } from '#admin/billing/billing_events_query'
import { eventFacts, type EventFact } from '#admin/billing/event_facts'
import { done } from '#admin/done'
import AdminAct from '#platform/admin_log/admin_act'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { ReprocessEvent } from '#platform/billing/webhook/reprocess_event'
import { TenantNotFound } from '#tenancy/errors'

/** One event of Stripe's: what it said, read from there anew, and acting upon it once more. */
@inject()
export default class BillingEventController {
  constructor(
    private db: Database,
    private stripe: StripeBilling,
    private reprocess: ReprocessEvent
  ) {}

  /** @throws TenantNotFound, as every page that is not there */
  async show({ params, view }: HttpContext) {
    const id = String(params.event)
    const filters = { q: id, outcome: null }
    const { events } = await billingEventsQuery(this.db, filters, { limit: 50, offset: 0 })
    const event = events.find((each) => each.id === id)
    if (!event) throw new TenantNotFound()
    return view.render('pages/admin/billing_event', {
      event,
      facts: await this.#facts(id),
      navigation: 'webhooks',
    })
  }

  async process(ctx: HttpContext) {
    const id = String(ctx.params.event)
    const tenantId = await this.reprocess.execute(id)
    if (tenantId !== null) await AdminAct.note(ctx, 'event.processed', id)
    const said = tenantId === null ? 'admin.webhooks.of_nobody' : 'admin.webhooks.again'
    return done(ctx, said, `/admin/webhooks/${id}`)
  }

  /** Null where Stripe does not say: it keeps events for thirty days. */
  async #facts(id: string): Promise<EventFact[] | null> {
    if (!this.stripe.isOn) return null
    try {
      return eventFacts(await this.stripe.client.events.retrieve(id))
    } catch (error) {
      logger.warn({ err: error, event: id }, 'an event could not be read at Stripe')
      return null
    }
  }
}

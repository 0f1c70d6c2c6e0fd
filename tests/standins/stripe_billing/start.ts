import {
  startStandIn,
  type RunningStandIn,
  type StandInOptions,
  type StandInParts,
} from '../kit/start.js'
import { addEndpointRoutes } from '../stripe/endpoint_routes.js'
import { stripeFaults } from '../stripe/faults.js'
import { Refusal } from '../stripe/refusals.js'
import { Api } from './api.js'
import { addCatalogRoutes } from './catalog_routes.js'
import { Changes } from './changes.js'
import { CheckoutDesk } from './checkout_desk.js'
import { addCheckoutPage } from './checkout_page.js'
import { addCheckoutRoutes } from './checkout_routes.js'
import { addClockRoutes } from './clock_routes.js'
import { StripeBillingControl } from './control.js'
import { addBillingControlRoutes } from './control_routes.js'
import { addCustomerRoutes } from './customer_routes.js'
import { addEventRoutes } from './event_routes.js'
import { addInvoicePage } from './invoice_page.js'
import { addInvoiceRoutes } from './invoice_routes.js'
import { Memory } from './memory.js'
import { addMeterRoutes } from './meter_routes.js'
import { addMethodRoutes } from './method_routes.js'
import { addPortalConfigurationRoutes } from './portal_configurations.js'
import { PortalDesk } from './portal_desk.js'
import { addPortalPage, addPortalRoutes } from './portal_routes.js'
import { addScheduleRoutes } from './schedule_routes.js'
import { Schedules } from './schedules.js'
import { addSubscriptionRoutes } from './subscription_routes.js'
import { Subscriptions } from './subscriptions.js'
import { Timeline } from './timeline.js'
import { BillingWorld } from './world.js'

export interface StripeBillingOptions extends StandInOptions {
  /** `sk_test_…` */
  secretKey: string
  /** A webhook endpoint that is there from the beginning, for all events. */
  webhookUrl?: string
  /** Its secret: `whsec_…` */
  webhookSecret?: string
  /** Origin of the pages when browsers reach the stand-in under another name. */
  publicUrl?: string
  /** Where it remembers everything from one run to the next; without it, it forgets. */
  stateFile?: string
}

/** `/v1/customers` is below its base URL. */
export type RunningStripeBilling = RunningStandIn<StripeBillingControl>

/** Starts one account of Stripe Billing, which the `stripe` package talks to unchanged. */
export function startStripeBilling(options: StripeBillingOptions): Promise<RunningStripeBilling> {
  return startStandIn(options, {
    faults: stripeFaults,
    notFound: ({ method, path }) =>
      new Refusal(`Unrecognized request URL (${method}: ${path}).`, { status: 404 }).toReply(),
    open: (parts) => open(options, parts),
  })
}

function open(options: StripeBillingOptions, parts: StandInParts) {
  const world = new BillingWorld(parts.clock, options.secretKey)
  if (options.webhookUrl !== undefined) {
    const secret = options.webhookSecret ?? 'whsec_stand_in'
    world.endpoints.register(world.account, options.webhookUrl, secret)
  }
  const subscriptions = new Subscriptions(world)
  const changes = new Changes(world, subscriptions)
  const schedules = new Schedules(world, subscriptions, changes)
  const timeline = new Timeline(world, subscriptions, changes, schedules)
  const desk = new CheckoutDesk(world, subscriptions)
  // Trials end and renewals come by themselves, also when nobody asks.
  const look = lookOnceASecond(world, () => {
    timeline.catchUp(world.now(), null)
    desk.expireOverdue()
  })

  const api = new Api(parts.routes, world, look)
  addCatalogRoutes(api, world)
  addCustomerRoutes(api, world)
  addMethodRoutes(api, world)
  addCheckoutRoutes(api, world, desk)
  addSubscriptionRoutes(api, world, subscriptions, changes)
  addInvoiceRoutes(api, world, subscriptions, changes)
  addScheduleRoutes(api, world, schedules)
  addMeterRoutes(api, world)
  addPortalConfigurationRoutes(api, world)
  addPortalRoutes(api, world)
  addClockRoutes(api, world, timeline)
  addEventRoutes(api, world)
  addEndpointRoutes((method, path, work) => api.addRaw(method, path, work), world.endpoints)

  const memory = options.stateFile === undefined ? null : new Memory(world, options.stateFile)
  memory?.recall()

  const control = new StripeBillingControl({ world, desk, timeline, ...parts })
  const { asideRoutes } = parts
  addCheckoutPage(asideRoutes, world, desk)
  addInvoicePage(asideRoutes, world, subscriptions.invoicing)
  addPortalPage(asideRoutes, world, new PortalDesk(world, subscriptions, changes))
  addBillingControlRoutes(asideRoutes, control)
  return {
    control,
    notices: {
      async stop() {
        await world.post.stop()
        memory?.keep()
      },
    },
    look,
    listening: (origin: string) => (world.origin = options.publicUrl ?? origin),
  }
}

function lookOnceASecond(world: BillingWorld, look: () => void): () => void {
  let last = 0
  return () => {
    const now = world.now()
    if (now === last) return
    last = now
    look()
  }
}

import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
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
import { addMeterRoutes } from './meter_routes.js'
import { addMethodRoutes } from './method_routes.js'
import { PortalDesk } from './portal_desk.js'
import { addPortalPage, addPortalRoutes } from './portal_routes.js'
import { addScheduleRoutes } from './schedule_routes.js'
import { Schedules } from './schedules.js'
import { addSubscriptionRoutes } from './subscription_routes.js'
import { Subscriptions } from './subscriptions.js'
import { Timeline } from './timeline.js'
import { BillingWorld } from './world.js'

const LOOK_EVERY_MS = 1000

export interface StripeBillingOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  /** `sk_test_…` */
  secretKey: string
  /** A webhook endpoint that is there from the beginning, for all events. */
  webhookUrl?: string
  /** Its secret: `whsec_…` */
  webhookSecret?: string
  clock?: Clock
  /** Origin of the pages when browsers reach the stand-in under another name. */
  publicUrl?: string
}

export interface RunningStripeBilling {
  /** What `STRIPE_BILLING_BASE_URL` is set to: `/v1/customers` is below it. */
  baseUrl: string
  origin: string
  control: StripeBillingControl
  stop(): Promise<void>
}

/** Starts one account of Stripe Billing, which the `stripe` package talks to unchanged. */
export async function startStripeBilling(
  options: StripeBillingOptions
): Promise<RunningStripeBilling> {
  const world = new BillingWorld(options.clock ?? new MovableClock(), options.secretKey)
  if (options.webhookUrl !== undefined) {
    const secret = options.webhookSecret ?? 'whsec_stand_in'
    world.endpoints.register(world.account, options.webhookUrl, secret)
  }
  const subscriptions = new Subscriptions(world)
  const changes = new Changes(world, subscriptions)
  const schedules = new Schedules(world, subscriptions, changes)
  const timeline = new Timeline(world, subscriptions, changes, schedules)
  const desk = new CheckoutDesk(world, subscriptions)
  const look = lookOnceASecond(world, () => {
    timeline.catchUp(world.now(), null)
    desk.expireOverdue()
  })

  const calls = new CallLog()
  const faults = new FaultQueue(stripeFaults)
  const control = new StripeBillingControl({ world, desk, timeline, calls, faults })
  const routes = new Routes()
  const asideRoutes = new Routes()
  const api = new Api(routes, world, look)
  addCatalogRoutes(api, world)
  addCustomerRoutes(api, world)
  addMethodRoutes(api, world)
  addCheckoutRoutes(api, world, desk)
  addSubscriptionRoutes(api, world, subscriptions, changes)
  addInvoiceRoutes(api, world, subscriptions, changes)
  addScheduleRoutes(api, world, schedules)
  addMeterRoutes(api, world)
  addPortalRoutes(api, world)
  addClockRoutes(api, world, timeline)
  addEventRoutes(api, world)
  addEndpointRoutes((method, path, work) => api.addRaw(method, path, work), world.endpoints)
  addCheckoutPage(asideRoutes, world, desk)
  addInvoicePage(asideRoutes, world, subscriptions.invoicing)
  addPortalPage(asideRoutes, world, new PortalDesk(world, subscriptions, changes))
  addBillingControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: ({ method, path }) =>
      new Refusal(`Unrecognized request URL (${method}: ${path}).`, { status: 404 }).toReply(),
  })
  world.origin = options.publicUrl ?? server.origin
  // Trials end and renewals come by themselves, also when nobody asks.
  const watch = setInterval(look, LOOK_EVERY_MS).unref()
  return {
    baseUrl: server.origin,
    origin: server.origin,
    control,
    async stop() {
      clearInterval(watch)
      await world.post.stop()
      await server.stop()
    },
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

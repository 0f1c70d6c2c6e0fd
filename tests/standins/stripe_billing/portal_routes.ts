import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { HOUR } from './calendar.js'
import { cardKind } from './cards.js'
import type { PortalDesk } from './portal_desk.js'
import { portalDonePage, portalGonePage, portalPage } from './portal_page.js'
import { parsePortal, PORTAL } from './portal_request.js'
import type { PortalSession } from './session_records.js'
import { portalView } from './session_views.js'
import type { BillingWorld } from './world.js'

const ADDRESS = '/p/session/:secret'
const GOOD_SECONDS = HOUR

/** docs.stripe.com/api/customer_portal/sessions */
export function addPortalRoutes(api: Api, world: BillingWorld): void {
  api.add('POST', '/billing_portal/sessions', PORTAL, ({ params }) => {
    const session = world.portals.put(parsePortal(world, params))
    world.tell('billing_portal.session.created', portalView(session, world.origin))
    return portalView(session, world.origin)
  })
}

/** The portal's page: plain forms, no script. */
export function addPortalPage(routes: Routes, world: BillingWorld, desk: PortalDesk): void {
  const withSession = (work: (session: PortalSession, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const session = world.portals.all().find(({ secret }) => secret === request.params.secret)
      if (!session || world.now() > session.created + GOOD_SECONDS) {
        return html(portalGonePage(), 404)
      }
      return work(session, request)
    }
  }
  routes
    .add(
      'GET',
      ADDRESS,
      withSession((session) => html(portalPage({ world, desk, session })))
    )
    .add(
      'POST',
      ADDRESS,
      withSession((session, request) => {
        try {
          act(world, desk, session, request.form())
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          return html(portalPage({ world, desk, session }, error.message))
        }
        return afterwards(session)
      })
    )
}

/** @throws Refusal */
function act(
  world: BillingWorld,
  desk: PortalDesk,
  session: PortalSession,
  form: URLSearchParams
): void {
  const action = form.get('action')
  if (!allowed(session).has(action ?? '')) throw new Refusal('This portal does not offer that.')
  if (action === 'card') {
    desk.changeCard(world.customers.of(session.customer), cardKind(form.get('card')) ?? 'good')
    return
  }
  const subscription = desk
    .subscriptionsOf(session)
    .find(({ id }) => id === form.get('subscription'))
  if (!subscription) throw new Refusal('Choose a subscription.')
  if (action === 'cancel') desk.endsAtPeriodEnd(subscription, true)
  if (action === 'resume') desk.endsAtPeriodEnd(subscription, false)
  if (action === 'switch') desk.switchTo(subscription, form.get('price') ?? '')
  if (action !== 'confirm') return
  const [wanted] = session.flow?.items ?? []
  if (!wanted) throw new Refusal('There is nothing to confirm.')
  const price = wanted.price ?? subscription.items[0]?.price.id ?? ''
  desk.switchTo(subscription, price, wanted.quantity ?? undefined)
}

/** A flow is asked for by whoever opens the portal; the page without one offers what it may. */
function allowed({ flow, configuration: { features } }: PortalSession): Set<string> {
  if (flow) return new Set(['card', 'cancel', 'resume', 'switch', 'confirm'])
  return new Set([
    ...(features.cards ? ['card'] : []),
    ...(features.cancelling ? ['cancel', 'resume'] : []),
    ...(features.switching ? ['switch'] : []),
  ])
}

function afterwards({ flow, secret }: PortalSession): Reply {
  if (flow?.after.type === 'redirect') return seeOther(flow.after.returnUrl ?? '')
  if (flow?.after.type === 'hosted_confirmation') {
    return html(portalDonePage(flow.after.message ?? 'Your changes are saved.'))
  }
  return seeOther(`/p/session/${secret}`)
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { parseMacAddress } from '#core/mac_address'
import type Activation from '#hotspot/activation/activation'
import type Device from '#hotspot/customers/device'
import { tenantUrl } from '#platform/tenant_url'
import { CaptiveRouter } from '#portal/captive/captive_router'
import { captiveSessionQuery } from '#portal/captive/captive_session_query'
import { Tenancy } from '#tenancy/tenancy'

/** RFC 8908 §4.1. */
const MEDIA_TYPE = 'application/captive+json'

/**
 * The captive-portal API (RFC 8908), told to phones by DHCP option 114. A phone says nothing of
 * itself and comes from its router's address, so often nobody can say which one asks. Then the
 * answer is an error and the phone looks for itself, as it would without us: "captive" would
 * put a phone that is online back in front of the portal.
 */
@inject()
export default class CaptiveApiController {
  constructor(
    private captiveRouter: CaptiveRouter,
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async handle(ctx: HttpContext) {
    const { request, response } = ctx
    response.header('cache-control', 'private, no-store')
    const { tenant, router } = await this.captiveRouter.find(ctx)
    const given: unknown = request.qs().mac
    const mac = typeof given === 'string' ? parseMacAddress(given) : null

    const session = await this.tenancy.run(tenant, () =>
      captiveSessionQuery(this.tenancy, router, { mac, address: request.ip() })
    )
    if (session.known === 'ambiguous') {
      return response
        .status(503)
        .header('retry-after', '60')
        .header('content-type', 'text/plain; charset=utf-8')
        .send('Which device asks cannot be told from here.')
    }

    const entrance = `${tenantUrl(tenant)}/captive/${router.token}`
    response.header('content-type', MEDIA_TYPE)
    return response.send(
      JSON.stringify({
        'captive': session.known === 'captive',
        'user-portal-url': entrance,
        'venue-info-url': `${entrance}/venue`,
        ...(session.known === 'online' && this.#remaining(session.device)),
      })
    )
  }

  /** RFC 8908 §5: seconds and bytes until the session ends; absent is "no limit, or not known". */
  #remaining(device: Device | null) {
    const activation: Activation | null = device?.customer.activation ?? null
    if (!activation) return { 'can-extend-session': true }
    const { octetsLeft } = activation
    return {
      'seconds-remaining': activation.secondsLeft(this.clock.now()),
      ...(octetsLeft !== null && { 'bytes-remaining': Number(octetsLeft) }),
      'can-extend-session': true,
    }
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Account from '#platform/accounts/account'
import { HopTickets } from '#platform/accounts/hop_tickets'
import { FinishOpening } from '#platform/signup/finish_opening'
import { wasEndedSince } from '#platform/sign_in/ended_sign_ins'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'

/** Whoever makes the hop: the browser, as it calls itself, and the language of its page. */
export interface Hopper {
  userAgent: string
  locale?: string
}

export function hopperOf({ request, i18n }: HttpContext): Hopper {
  return { userAgent: request.header('user-agent') ?? '', locale: i18n.locale }
}

/**
 * The hop from the platform's host to a tenant's. Cookies are host-only, so
 * the browser carries a ticket over that opens one session, once, in a minute.
 */
@inject()
export class EnterTenant {
  constructor(
    private finishOpening: FinishOpening,
    private tickets: HopTickets
  ) {}

  /** A company whose sign-up died on the way is opened for whoever comes to it. */
  async link(account: Account, tenant: Tenant, hopper: Hopper): Promise<string> {
    if (!tenant.isOpen) await this.finishOpening.execute(tenant.id)
    const ticket = await this.tickets.issue(account.id, tenant.id, hopper.userAgent)
    const query = new URLSearchParams({ ticket, ...(hopper.locale && { lang: hopper.locale }) })
    return `${tenantUrl(tenant)}/enter?${query}`
  }

  /**
   * @returns the account's id, or null when the ticket is no good here and now (HopTickets), or is
   * older than the last time that sessions of the account were ended
   */
  async redeem(tenant: Tenant, ticket: string, hopper: Hopper): Promise<number | null> {
    const kept = await this.tickets.redeem(tenant.id, ticket, hopper.userAgent)
    if (!kept || (await wasEndedSince(kept.accountId, kept.begunAt))) return null
    return kept.accountId
  }
}

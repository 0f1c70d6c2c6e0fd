import { inject } from '@adonisjs/core'
import type Account from '#platform/accounts/account'
import { HopTickets } from '#platform/accounts/hop_tickets'
import { FinishOpening } from '#platform/signup/finish_opening'
import { wasEndedSince } from '#platform/sign_in/ended_sign_ins'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'

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

  /**
   * A company whose sign-up died on the way is opened for whoever comes to it.
   * @param userAgent the header of the browser that will make the hop
   */
  async link(account: Account, tenant: Tenant, userAgent = ''): Promise<string> {
    if (!tenant.isOpen) await this.finishOpening.execute(tenant.id)
    const ticket = await this.tickets.issue(account.id, tenant.id, userAgent)
    return `${tenantUrl(tenant)}/enter?ticket=${encodeURIComponent(ticket)}`
  }

  /**
   * @returns the account's id, or null when the ticket is no good here and now (HopTickets), or is
   * older than the last time that sessions of the account were ended
   */
  async redeem(tenant: Tenant, ticket: string, userAgent = ''): Promise<number | null> {
    const kept = await this.tickets.redeem(tenant.id, ticket, userAgent)
    if (!kept || (await wasEndedSince(kept.accountId, kept.begunAt))) return null
    return kept.accountId
  }
}

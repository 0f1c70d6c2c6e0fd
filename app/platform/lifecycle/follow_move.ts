import { inject } from '@adonisjs/core'
import { appUrl } from '#config/app'
import { dayFor } from '#platform/billing/letters/day_for'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import { EndBilling } from '#platform/lifecycle/closing/end_billing'
import { eraseDate } from '#platform/lifecycle/closing/erase_date'
import { mayBeErased } from '#platform/lifecycle/moves'
import { WakeTenant } from '#platform/lifecycle/wake_tenant'
import Tenant from '#tenancy/models/tenant'

/** What follows the closing and the reopening of an ISP. Repeated until it is done. */
@inject()
export class FollowMove {
  constructor(
    private wakeTenant: WakeTenant,
    private tellOwners: TellOwners,
    private endBilling: EndBilling
  ) {}

  /** By the state it is in now, which may be another than the one that sent somebody. */
  async execute(tenantId: number): Promise<void> {
    const tenant = await Tenant.find(tenantId)
    if (tenant?.isOpen) await this.wakeTenant.execute(tenant)
    else if (tenant && mayBeErased(tenant)) await this.#leave(tenant)
  }

  async #leave(tenant: Tenant): Promise<void> {
    await this.tellOwners.execute(tenant, {
      kind: 'closed',
      about: tenant.statusSince.toISO() ?? '',
      data: { date: dayFor(tenant, eraseDate(tenant)) },
      url: closedPage(tenant),
    })
    await this.endBilling.withThePeriod(tenant.id)
  }
}

/** Where the owners of a closed ISP find its data and the way back. */
export function closedPage({ slug }: Pick<Tenant, 'slug'>): string {
  return `${appUrl.origin}/closed/${slug}`
}

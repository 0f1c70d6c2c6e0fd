import { inject } from '@adonisjs/core'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import type Tenant from '#tenancy/models/tenant'

/** Tells owners that the platform has stopped, or is about to stop, working for them. */
@inject()
export class TellOfStop {
  constructor(private tellOwners: TellOwners) {}

  async execute(tenant: Tenant): Promise<void> {
    const { status, statusSince } = tenant
    if (status !== 'read_only' && status !== 'suspended') return
    await this.tellOwners.execute(tenant, {
      kind: status,
      about: statusSince.toUTC().toISO() ?? '',
    })
  }
}

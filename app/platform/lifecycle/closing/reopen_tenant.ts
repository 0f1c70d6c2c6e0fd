import { inject } from '@adonisjs/core'
import type Account from '#platform/accounts/account'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import { stateBeforeOwnClosing } from '#platform/lifecycle/closing/own_closing'
import { ReopeningRefused } from '#platform/lifecycle/errors'
import { mayBeErased } from '#platform/lifecycle/moves'
import type Tenant from '#tenancy/models/tenant'

/**
 * The way back of an owner who has closed: as it was, and then as the billing has it by now. It is
 * no word of ours in the ISP's favour, which billing would wait for.
 */
@inject()
export class ReopenTenant {
  constructor(
    private changeStatus: ChangeStatus,
    private applyStanding: ApplyStanding
  ) {}

  /** @throws ReopeningRefused when it is not closed, or was closed by one of us */
  async execute(tenant: Tenant, { id, name }: Account): Promise<void> {
    const before = mayBeErased(tenant) ? await stateBeforeOwnClosing(tenant) : null
    if (!before) throw new ReopeningRefused()

    await this.changeStatus.execute({
      tenantId: tenant.id,
      to: before,
      reason: 'Reopened by its owner',
      by: { kind: 'system', accountId: id, name },
    })
    await this.applyStanding.execute(tenant.id)
  }
}

import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type Account from '#platform/accounts/account'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import { closingFactsQuery } from '#platform/lifecycle/closing/closing_facts_query'
import { CustomersStillPaid } from '#platform/lifecycle/errors'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/** An ISP that its owner closes. Its subscription ends by the worker, which follows every move. */
@inject()
export class CloseTenant {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private changeStatus: ChangeStatus
  ) {}

  /**
   * @param mayCut how many customers with paid time left the owner has agreed to cut off
   * @throws CustomersStillPaid when there are more, MoveRefused
   */
  async execute(tenant: Tenant, { id, name }: Account, mayCut: number): Promise<void> {
    await this.requireAgreed(tenant, mayCut)
    await this.changeStatus.execute({
      tenantId: tenant.id,
      to: 'closed',
      reason: 'Closed by its owner',
      by: { kind: 'person', accountId: id, name },
    })
  }

  /** @throws CustomersStillPaid */
  async requireAgreed(tenant: Tenant, mayCut: number): Promise<void> {
    const { paid } = await this.tenancy.run(tenant, () =>
      closingFactsQuery(this.tenancy, this.clock.now())
    )
    if (paid > mayCut) throw new CustomersStillPaid(paid)
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { BlockCustomer } from '#hotspot/customers/block_customer'
import type Customer from '#hotspot/customers/customer'
import { UnblockCustomer } from '#hotspot/customers/unblock_customer'
import { Tenancy } from '#tenancy/tenancy'

/** Shuts a customer out, and lets them in again. */
@inject()
export default class CustomerStandingController {
  constructor(
    private tenancy: Tenancy,
    private blockCustomer: BlockCustomer,
    private unblockCustomer: UnblockCustomer
  ) {}

  async block(ctx: HttpContext) {
    await this.#change(ctx, 'customer.blocked', (id) => this.blockCustomer.execute(id))
    notify(ctx, 'success', 'customers.blocked_done')
    return ctx.response.redirect(`/dashboard/customers/${ctx.params.id}`)
  }

  async unblock(ctx: HttpContext) {
    await this.#change(ctx, 'customer.unblocked', (id) => this.unblockCustomer.execute(id))
    notify(ctx, 'success', 'customers.unblocked_done')
    return ctx.response.redirect(`/dashboard/customers/${ctx.params.id}`)
  }

  async #change(ctx: HttpContext, action: string, act: (id: number) => Promise<Customer>) {
    authorize(ctx, 'manageCustomers')
    await this.tenancy.run(ctx.tenant, async () => {
      const customer = await act(Number(ctx.params.id))
      await recordActivity(ctx, action, customer.mobile)
    })
  }
}

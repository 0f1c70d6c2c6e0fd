import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { Tenancy } from '#tenancy/tenancy'

/** Puts the list of what is left to set up away, for everybody of the company, and back. */
@inject()
export default class SetupController {
  constructor(private tenancy: Tenancy) {}

  async hide(ctx: HttpContext) {
    await this.#put(ctx, true)
    notify(ctx, 'success', 'setup.hidden')
    return ctx.response.redirect('/dashboard')
  }

  async show(ctx: HttpContext) {
    await this.#put(ctx, false)
    return ctx.response.redirect('/dashboard')
  }

  async #put(ctx: HttpContext, setupHidden: boolean): Promise<void> {
    authorize(ctx, 'configure')
    const { tenant } = ctx
    await tenant.merge({ settings: { ...tenant.settings, setupHidden } }).save()
    const action = setupHidden ? 'setup.hidden' : 'setup.shown'
    await this.tenancy.run(tenant, () => recordActivity(ctx, action, tenant.name))
  }
}

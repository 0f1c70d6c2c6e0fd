import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import { membershipsQuery } from '#platform/accounts/memberships_query'

/** From one ISP to another one works for, by the same one-time link as from the platform's host. */
@inject()
export default class SwitchController {
  constructor(private enterTenant: EnterTenant) {}

  async handle(ctx: HttpContext) {
    const { auth, params, response } = ctx
    const account = auth.use('web').getUserOrFail()
    const memberships = await membershipsQuery(account.id)
    const chosen = memberships.find(({ tenant }) => tenant.slug === params.slug)
    return response.redirect(
      chosen ? await this.enterTenant.link(account, chosen.tenant, hopperOf(ctx)) : '/dashboard'
    )
  }
}

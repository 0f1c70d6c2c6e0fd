import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reasonValidator } from '#admin/tenants/acts_form'
import { SupportVisits } from '#platform/impersonation/support_visits'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'

/** Into an ISP's dashboard, announced. */
@inject()
export default class SupportController {
  constructor(
    private visits: SupportVisits,
    private directory: TenantDirectory
  ) {}

  /** @throws TenantNotFound when the ISP is closed or was never ready */
  async store(ctx: HttpContext) {
    const tenant = await this.directory.byId(Number(ctx.params.id))
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    const admin = ctx.auth.use('web').getUserOrFail()
    const link = await this.visits.open(admin, tenant, reason, ctx.request.ip())
    return ctx.response.redirect(link)
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { done } from '#admin/done'
import { closeValidator } from '#admin/tenants/acts_form'
import { actor, pageOf, tenantOf } from '#admin/tenants/tenant_acts_controller'
import { EraseTenant } from '#platform/lifecycle/erasing/erase_tenant'
import { ErasingRefused } from '#platform/lifecycle/errors'
import { ExportTenant } from '#platform/lifecycle/export/export_tenant'
import { TenantNotFound } from '#tenancy/errors'
import { fieldErrors } from '#tenancy/http/field_errors'
import { stateOf } from '#tenancy/lifecycle/tenant_states'

/** What belongs to an ISP: all of it as files, and the end of it. */
@inject()
export default class TenantDataController {
  constructor(
    private exportTenant: ExportTenant,
    private eraseTenant: EraseTenant
  ) {}

  /** @throws TenantNotFound when nothing is left of it */
  async export(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    if (!stateOf(tenant).tables) throw new TenantNotFound()
    return this.exportTenant.send(ctx, tenant)
  }

  /** Before its time is over. Whoever does it writes its subdomain, as for closing. */
  async erase(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { subdomain, reason } = await ctx.request.validateUsing(closeValidator)
    if (subdomain !== tenant.slug) {
      return fieldErrors(ctx, { subdomain: ctx.i18n.t('admin.tenant.close.mismatch') })
    }
    try {
      await this.eraseTenant.execute({ tenantId: tenant.id, reason, by: actor(ctx) })
    } catch (error) {
      if (!(error instanceof ErasingRefused)) throw error
      return fieldErrors(ctx, { reason: ctx.i18n.t('closing.erase.refused') })
    }
    return done(ctx, 'closing.erase.done', pageOf(tenant))
  }
}

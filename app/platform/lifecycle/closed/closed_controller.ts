import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Membership from '#platform/accounts/membership'
import { dayFor } from '#platform/billing/letters/day_for'
import { eraseDate } from '#platform/lifecycle/closing/erase_date'
import { stateBeforeOwnClosing } from '#platform/lifecycle/closing/own_closing'
import { ReopenTenant } from '#platform/lifecycle/closing/reopen_tenant'
import { ReopeningRefused } from '#platform/lifecycle/errors'
import { ExportTenant } from '#platform/lifecycle/export/export_tenant'
import { closedPage } from '#platform/lifecycle/follow_move'
import { mayBeErased } from '#platform/lifecycle/moves'
import { tell } from '#platform/http/tell'
import { TenantNotFound } from '#tenancy/errors'
import type Tenant from '#tenancy/models/tenant'

/** A company that is closed, for its owners: its data, how long it is kept, and the way back. */
@inject()
export default class ClosedController {
  constructor(
    private exportTenant: ExportTenant,
    private reopenTenant: ReopenTenant
  ) {}

  async show(ctx: HttpContext) {
    const tenant = await closedOf(ctx)
    return ctx.view.render('pages/platform/closed', {
      company: { name: tenant.name, slug: tenant.slug },
      date: dayFor(tenant, eraseDate(tenant), `${ctx.i18n.locale}-u-nu-latn`),
      mayReopen: (await stateBeforeOwnClosing(tenant)) !== null,
    })
  }

  async export(ctx: HttpContext) {
    return this.exportTenant.send(ctx, await closedOf(ctx))
  }

  async reopen(ctx: HttpContext) {
    const tenant = await closedOf(ctx)
    try {
      await this.reopenTenant.execute(tenant, ctx.auth.getUserOrFail())
    } catch (error) {
      if (!(error instanceof ReopeningRefused)) throw error
      tell(ctx, 'error', 'closing.reopen_refused')
      return ctx.response.redirect(closedPage(tenant))
    }
    tell(ctx, 'success', 'closing.reopened', { tenant: tenant.name })
    return ctx.response.redirect('/choose')
  }
}

/** Another's, an open one and an erased one are not there. @throws TenantNotFound */
async function closedOf({ auth, params }: HttpContext): Promise<Tenant> {
  const own = await Membership.query()
    .where({ accountId: auth.use('web').getUserOrFail().id, role: 'owner' })
    .whereHas('tenant', (tenants) => tenants.where('slug', String(params.slug)))
    .preload('tenant')
    .first()
  if (!own || !mayBeErased(own.tenant)) throw new TenantNotFound()
  return own.tenant
}

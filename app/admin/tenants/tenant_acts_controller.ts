import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { done } from '#admin/done'
import {
  closeValidator,
  featuresFrom,
  limitsValidator,
  overridesFrom,
  planValidator,
  statusValidator,
} from '#admin/tenants/acts_form'
import { Clock } from '#core/clock'
import type { Actor } from '#platform/lifecycle/actor'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import { MoveRefused } from '#platform/lifecycle/errors'
import { ChangePlan } from '#platform/plans/change_plan'
import { LimitGrants } from '#platform/plans/limit_grants'
import { TenantNotFound } from '#tenancy/errors'
import { fieldErrors } from '#tenancy/http/field_errors'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

/** What an admin decides about an ISP. Every act has a reason, which stays with it. */
@inject()
export default class TenantActsController {
  constructor(
    private clock: Clock,
    private changeStatus: ChangeStatus,
    private changePlan: ChangePlan,
    private grants: LimitGrants
  ) {}

  async status(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { to, reason } = await ctx.request.validateUsing(statusValidator)
    if (to === 'closed') return ctx.response.redirect(pageOf(tenant))
    return this.#move(ctx, tenant, to, reason)
  }

  /** Whoever closes an ISP writes its subdomain: the wrong one is not closed by a slip. */
  async close(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { subdomain, reason } = await ctx.request.validateUsing(closeValidator)
    if (subdomain !== tenant.slug) {
      return fieldErrors(ctx, { subdomain: ctx.i18n.t('admin.tenant.close.mismatch') })
    }
    return this.#move(ctx, tenant, 'closed', reason)
  }

  async plan(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { plan, reason } = await ctx.request.validateUsing(planValidator)
    await this.changePlan.execute({ tenantId: tenant.id, plan, reason, by: actor(ctx) })
    return done(ctx, 'admin.tenant.plan.done', pageOf(tenant))
  }

  /** The last day is a whole one, of UTC. */
  async limits(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const input = await ctx.request.validateUsing(limitsValidator)
    const until = input.until ? DateTime.fromJSDate(input.until).setZone('utc').endOf('day') : null
    if (until && until <= this.clock.now()) {
      return fieldErrors(ctx, { until: ctx.i18n.t('admin.tenant.limits.past') })
    }
    const change = {
      tenantId: tenant.id,
      overrides: overridesFrom(input),
      features: featuresFrom(input),
      reason: input.reason,
      by: actor(ctx),
    }
    await this.grants.grant(change, until)
    return done(ctx, 'admin.tenant.limits.done', pageOf(tenant))
  }

  async #move(ctx: HttpContext, tenant: Tenant, to: TenantStatus, reason: string) {
    try {
      await this.changeStatus.execute({ tenantId: tenant.id, to, reason, by: actor(ctx) })
    } catch (error) {
      if (!(error instanceof MoveRefused)) throw error
      return fieldErrors(ctx, { to: ctx.i18n.t('admin.tenant.status.refused') })
    }
    return done(ctx, 'admin.tenant.status.done', pageOf(tenant))
  }
}

/** @throws TenantNotFound */
export async function tenantOf({ params }: HttpContext): Promise<Tenant> {
  const tenant = await Tenant.find(Number(params.id))
  if (!tenant) throw new TenantNotFound()
  return tenant
}

export function pageOf({ id }: Pick<Tenant, 'id'>): string {
  return `/admin/tenants/${id}`
}

export function actor({ auth }: HttpContext): Actor {
  const { id, name } = auth.use('web').getUserOrFail()
  return { kind: 'person', accountId: id, name }
}

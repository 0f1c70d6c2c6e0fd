import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { appUrl } from '#config/app'
import { EmailAddress } from '#platform/accounts/email_address'
import type { Role } from '#platform/accounts/membership'
import { placesQuery } from '#dashboard/staff/places_query'
import { standingOf } from '#dashboard/standing'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { LOCALE, useLocale } from '#start/middleware/locale_middleware'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** What the signed-in operator may do here. */
    role: Role
  }
}

const EXPORT = '/dashboard/customers/export'

/**
 * Operators only: signed in on this host, and a member of this tenant. A
 * session of another tenant's host is not sent here, and would not help.
 */
@inject()
export default class OperatorMiddleware {
  constructor(private emailAddress: EmailAddress) {}

  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.authenticateUsing(['web'], { loginRoute: '/login' })
    const account = ctx.auth.use('web').getUserOrFail()

    const { places, mailBounces } = await placesQuery(account)
    const membership = places.find(({ tenantId }) => tenantId === ctx.tenant.id)
    if (!membership) {
      await ctx.auth.use('web').logout()
      return ctx.response.redirect('/login')
    }

    ctx.role = membership.role
    if (!ctx.request.qs().lang && !ctx.session.has(LOCALE)) useLocale(ctx, ctx.tenant.locale)
    const { dashboard } = stateOf(ctx.tenant)
    ctx.view.share({
      account,
      role: membership.role,
      places,
      accountUrl: `${appUrl.origin}/account`,
      emailUnproven: this.emailAddress.isUnproven(account),
      mailBounces,
      readOnly: dashboard !== 'full',
      standing: standingOf(ctx.tenant),
    })
    if (dashboard === 'billing' && !isAboutBilling(ctx.request.url())) {
      return ctx.response.status(402).send(await ctx.view.render('pages/dashboard/paused'))
    }
    return next()
  }
}

/** What people of an ISP that is suspended may still do: pay, take its customers along, go to another. */
function isAboutBilling(path: string): boolean {
  return (
    path === EXPORT ||
    path === PLAN_PAGE ||
    path.startsWith(`${PLAN_PAGE}/`) ||
    path.startsWith('/switch/')
  )
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { appUrl } from '#config/app'
import type Account from '#platform/accounts/account'
import { EmailAddress } from '#platform/accounts/email_address'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import type { Role } from '#platform/accounts/membership'
import { ownerEmailOf } from '#dashboard/proven_owner/owner_email'
import { placesQuery } from '#dashboard/staff/places_query'
import { COMPANY_PAGE } from '#dashboard/company/company_page'
import { standingOf } from '#dashboard/standing'
import { SupportGate } from '#dashboard/support/support_gate'
import { SupportVisits } from '#platform/impersonation/support_visits'
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
const VERIFY_MAIL = '/dashboard/settings/staff/mail-verify'

/**
 * Operators only: signed in on this host, and a member of this tenant. A
 * session of another tenant's host is not sent here, and would not help.
 */
@inject()
export default class OperatorMiddleware {
  constructor(
    private emailAddress: EmailAddress,
    private mail: AccountMail,
    private gate: SupportGate,
    private visits: SupportVisits
  ) {}

  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.authenticateUsing(['web'], { loginRoute: '/login' })
    const account = ctx.auth.use('web').getUserOrFail()
    if (this.gate.isVisit(ctx)) return this.#visit(ctx, next, account)

    const { places, mailBounces } = await placesQuery(account)
    const membership = places.find(({ tenantId }) => tenantId === ctx.tenant.id)
    if (!membership) {
      await ctx.auth.use('web').logout()
      return ctx.response.redirect('/login')
    }

    ctx.role = membership.role
    ctx.ownerEmail = ownerEmailOf(membership, this.mail.isOn)
    if (!ctx.request.qs().lang && !ctx.session.has(LOCALE)) useLocale(ctx, ctx.tenant.locale)
    const { dashboard } = stateOf(ctx.tenant)
    ctx.view.share({
      account,
      role: membership.role,
      places,
      accountUrl: `${appUrl.origin}/account`,
      ownerEmail: ctx.ownerEmail,
      emailUnproven: this.emailAddress.isUnproven(account),
      mailBounces,
      readOnly: dashboard !== 'full',
      standing: standingOf(ctx.tenant, ctx.i18n.locale),
      supportVisits: await this.visits.live(ctx.tenant.id),
    })
    if (dashboard === 'billing' && !isAboutBilling(ctx.request.url())) {
      return ctx.response.status(402).send(await ctx.view.render('pages/dashboard/paused'))
    }
    return next()
  }

  /** Somebody of Portico's, who sees what the ISP's own support people see, and changes nothing. */
  async #visit(ctx: HttpContext, next: NextFn, account: Account) {
    const supportVisit = await this.gate.visitOf(ctx, account)
    if (!supportVisit) return ctx.response.redirect(await this.gate.leave(ctx))

    ctx.role = 'support'
    ctx.ownerEmail = 'off'
    ctx.view.share({
      account,
      role: ctx.role,
      readOnly: true,
      standing: standingOf(ctx.tenant, ctx.i18n.locale),
      supportVisit,
    })
    await this.gate.admit(ctx, supportVisit)
    return next()
  }
}

/**
 * What people of a suspended ISP may do: pay, prove an e-mail, take its data along or close it, and
 * go to another ISP.
 */
function isAboutBilling(path: string): boolean {
  return (
    path === EXPORT ||
    path === VERIFY_MAIL ||
    [PLAN_PAGE, COMPANY_PAGE].some((page) => path === page || path.startsWith(`${page}/`)) ||
    path.startsWith('/switch/')
  )
}

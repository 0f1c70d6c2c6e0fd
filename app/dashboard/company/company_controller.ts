import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { authorizeReading } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { OwnProof, proofFields } from '#platform/accounts/own_proof'
import Subscription from '#platform/billing/subscription/subscription'
import { CloseTenant } from '#platform/lifecycle/closing/close_tenant'
import { closingFactsQuery } from '#platform/lifecycle/closing/closing_facts_query'
import { ERASED_AFTER_DAYS } from '#platform/lifecycle/closing/erase_date'
import { CustomersStillPaid } from '#platform/lifecycle/errors'
import { ExportTenant } from '#platform/lifecycle/export/export_tenant'
import { closedPage } from '#platform/lifecycle/follow_move'
import { fieldErrors } from '#tenancy/http/field_errors'
import { isTicked } from '#tenancy/http/is_ticked'
import { Tenancy } from '#tenancy/tenancy'

/** An owner takes everything along, or closes the company. Open in every state that can sign in. */
@inject()
export default class CompanyController {
  static closing = vine.create({
    subdomain: vine.string().trim().toLowerCase().maxLength(40),
    cut: vine.accepted().optional(),
    paid: vine.number().withoutDecimals().min(0),
    ...proofFields,
  })

  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private ownProof: OwnProof,
    private exportTenant: ExportTenant,
    private closeTenant: CloseTenant
  ) {}

  async show(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const account = ctx.auth.getUserOrFail()
    const subscription = await Subscription.find(ctx.tenant.id)
    return ctx.view.render('pages/dashboard/settings/company', {
      facts: await this.tenancy.run(ctx.tenant, () =>
        closingFactsQuery(this.tenancy, this.clock.now())
      ),
      proof: await this.ownProof.asked(ctx, account),
      isSubscribed: subscription?.isLive ?? false,
      days: ERASED_AFTER_DAYS,
      navigation: 'settings',
    })
  }

  export(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    return this.exportTenant.send(ctx, ctx.tenant)
  }

  /** The proof comes last: a code of an authenticator app counts once. */
  async close(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const { tenant, i18n } = ctx
    const account = ctx.auth.getUserOrFail()
    const typed = await ctx.request.validateUsing(CompanyController.closing)
    if (typed.subdomain !== tenant.slug) {
      return fieldErrors(ctx, { subdomain: i18n.t('closing.mismatch', { slug: tenant.slug }) })
    }
    const mayCut = isTicked(typed.cut) ? typed.paid : 0
    try {
      await this.closeTenant.requireAgreed(tenant, mayCut)
      const fault = await this.ownProof.fault(ctx, account, typed)
      if (fault) return fieldErrors(ctx, fault)
      await this.closeTenant.execute(tenant, account, mayCut)
    } catch (error) {
      if (!(error instanceof CustomersStillPaid)) throw error
      return fieldErrors(ctx, { cut: i18n.t('closing.still_paid', { count: error.count }) })
    }
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'company.closed', tenant.name))
    return ctx.response.redirect().status(303).toPath(closedPage(tenant))
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { notify } from '#dashboard/notify'
import { authorize, may } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import {
  smsAccountForm,
  smsAccountValidator,
  smsFormProblems,
} from '#dashboard/sms_settings/sms_account_form'
import { smsAccountPage } from '#dashboard/sms_settings/sms_account_page'
import { smsRows } from '#dashboard/sms_settings/sms_rows'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { SoftLimits } from '#platform/plans/soft_limits'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** The ISP's accounts at SMS providers, in the order they are tried, and the form of each. */
@inject()
export default class SmsSettingsController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private saveSmsGateway: SaveSmsGateway,
    private softLimits: SoftLimits
  ) {}

  async index(ctx: HttpContext) {
    const rows = await this.tenancy.run(ctx.tenant, () =>
      smsRows(this.clock.now(), ctx.i18n.locale)
    )
    const mayChange = may(ctx, 'configure')
    const limit = await this.softLimits.sms(ctx.tenant)
    return ctx.view.render('pages/dashboard/settings/sms', { ...rows, limit, mayChange })
  }

  async edit(ctx: HttpContext) {
    const page = await this.tenancy.run(ctx.tenant, () => smsAccountPage(ctx, this.clock.now()))
    const mayChange = may(ctx, 'configure')
    return ctx.view.render('pages/dashboard/settings/sms_account', { ...page, mayChange })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(smsAccountValidator)
    const provider = String(ctx.params.provider)
    try {
      await this.tenancy.run(ctx.tenant, async () => {
        const known = await SmsGatewayAccount.findBy('provider', provider)
        const form = smsAccountForm(input, ctx, known?.balanceCurrency ?? null)
        await this.saveSmsGateway.execute(ctx.tenant, form)
        const { environment, enabled } = form
        await recordActivity(ctx, 'sms_account.saved', provider, { environment, enabled })
      })
    } catch (error) {
      const problems = smsFormProblems(error, ctx)
      if (!problems) throw error
      return fieldErrors(ctx, problems)
    }
    notify(ctx, 'success', 'sms_settings.saved')
    return ctx.response.redirect(`/dashboard/settings/sms/${provider}`)
  }
}

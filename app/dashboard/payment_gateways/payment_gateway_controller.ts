import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import {
  formProblems,
  gatewayForm,
  gatewayValidator,
} from '#dashboard/payment_gateways/gateway_form'
import { gatewayPage, noticeUrlOf } from '#dashboard/payment_gateways/gateway_page'
import { authorize, may } from '#dashboard/permissions'
import { awaitsOwner } from '#dashboard/proven_owner/owner_email'
import { recordActivity } from '#dashboard/record_activity'
import { gardensDue } from '#hotspot/walled_garden/gardens_query'
import { ConnectNotices } from '#payments/accounts/connect_notices'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import {
  SavePaymentGateway,
  type PaymentGatewayForm,
  type SavedGateway,
} from '#payments/accounts/save_payment_gateway'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** One of the ISP's own accounts at a payment gateway: its form, and what to tell the gateway. */
@inject()
export default class PaymentGatewayController {
  constructor(
    private tenancy: Tenancy,
    private save: SavePaymentGateway,
    private connectNotices: ConnectNotices
  ) {}

  async edit(ctx: HttpContext) {
    const { tenant, view } = ctx
    const page = await this.tenancy.run(tenant, async () => ({
      ...(await gatewayPage(ctx)),
      gardensDue: await gardensDue(this.tenancy, tenant),
    }))
    const mayChange = may(ctx, 'configure')
    return view.render('pages/dashboard/settings/gateway', { ...page, mayChange })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(gatewayValidator)
    if (awaitsOwner(ctx) && (await this.#wouldGoLive(ctx, input.environment))) {
      return fieldErrors(ctx, { environment: ctx.i18n.t('account.prove_first.live') })
    }
    try {
      const form = gatewayForm(input, ctx)
      const saved = await this.tenancy.run(ctx.tenant, () => this.#store(ctx, form))
      const told = await this.#tell(ctx, saved, form)
      if (told) notify(ctx, 'success', 'dashboard.gateway_saved')
      else notify(ctx, 'error', 'gateways.saved_without_notices')
      return ctx.response.redirect(ctx.request.url())
    } catch (error) {
      const problems = formProblems(error, ctx)
      if (!problems) throw error
      return fieldErrors(ctx, problems)
    }
  }

  async #wouldGoLive({ tenant, params }: HttpContext, environment: string): Promise<boolean> {
    const provider = String(params.provider)
    const account = await this.tenancy.run(tenant, () =>
      PaymentGatewayAccount.findBy('provider', provider)
    )
    return environment === 'live' && account?.environment !== 'live'
  }

  async #store(ctx: HttpContext, form: PaymentGatewayForm): Promise<SavedGateway> {
    const saved = await this.save.execute(ctx.tenant, form)
    const { provider, environment, enabled, minimumMinor, feeBasisPoints, feeMinor } = form
    await recordActivity(ctx, 'gateway.saved', provider, {
      environment,
      enabled,
      minimum_minor: minimumMinor,
      fee_basis_points: feeBasisPoints,
      fee_minor: feeMinor,
      ...(saved.changed && { credentials: 'entered' }),
    })
    return saved
  }

  /** @returns whether the gateway knows where to send its notices, if it must be told by us */
  async #tell({ tenant }: HttpContext, saved: SavedGateway, form: PaymentGatewayForm) {
    const url = noticeUrlOf(tenant, { name: form.provider })
    if (!this.connectNotices.isDue(tenant, saved, { url, typed: form.credentials })) return true
    const endpoint = await this.connectNotices.execute(tenant, saved.account, url, saved.before)
    return !endpoint?.problem
  }
}

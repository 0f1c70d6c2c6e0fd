import { inject } from '@adonisjs/core'
import { errors, type HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { InvalidCredentials } from '#core/http/provider_errors'
import { isSmsProvider, smsCards } from '#dashboard/gateway_cards'
import { notify } from '#dashboard/notify'
import { gatewayRows } from '#dashboard/payment_gateways/gateway_rows'
import { authorize, may } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { gardensDue } from '#hotspot/walled_garden/gardens_query'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import { flashInput } from '#tenancy/http/flash_input'
import { isTicked } from '#tenancy/http/is_ticked'
import { Tenancy } from '#tenancy/tenancy'

/** The ISP's own accounts at payment gateways, and the forms of those at SMS providers. */
@inject()
export default class GatewaysController {
  static validator = vine.create({
    environment: vine.enum(['sandbox', 'live'] as const),
    enabled: vine.accepted().optional(),
  })

  constructor(
    private tenancy: Tenancy,
    private saveSmsGateway: SaveSmsGateway
  ) {}

  async index(ctx: HttpContext) {
    const { view, tenant, i18n } = ctx
    const page = await this.tenancy.run(tenant, async () => ({
      payment: await gatewayRows(tenant, i18n.locale),
      sms: await smsCards(),
      gardensDue: await gardensDue(this.tenancy, tenant),
    }))
    const mayChange = may(ctx, 'configure')
    return view.render('pages/dashboard/settings/gateways', { ...page, mayChange })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { environment, enabled } = await ctx.request.validateUsing(GatewaysController.validator)
    const provider = String(ctx.params.provider)
    if (!isSmsProvider(provider)) {
      throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    }

    try {
      await this.tenancy.run(ctx.tenant, async () => {
        await this.saveSmsGateway.execute(ctx.tenant, {
          provider,
          environment,
          enabled: isTicked(enabled),
          credentials: ctx.request.body(),
        })
        await recordActivity(ctx, 'gateway.saved', provider, {
          environment,
          enabled: isTicked(enabled),
        })
      })
      notify(ctx, 'success', 'dashboard.gateway_saved')
    } catch (error) {
      if (!(error instanceof InvalidCredentials)) throw error
      const message = ctx.i18n.t('dashboard.gateway_field_unusable')
      ctx.session.flash(
        'inputErrorsBag',
        Object.fromEntries(error.keys.map((key) => [key, [message]]))
      )
      flashInput(ctx)
    }
    return ctx.response.redirect('/dashboard/settings/gateways')
  }
}

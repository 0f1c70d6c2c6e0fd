import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { notify } from '#dashboard/notify'
import { noticeUrlOf } from '#dashboard/payment_gateways/gateway_page'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { CheckAccount } from '#payments/accounts/check_account'
import { ConnectNotices } from '#payments/accounts/connect_notices'
import { DisconnectPaymentGateway } from '#payments/accounts/disconnect_payment_gateway'
import { PaymentsOpen } from '#payments/accounts/errors'
import { MovePaymentGateway } from '#payments/accounts/move_payment_gateway'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { Tenancy } from '#tenancy/tenancy'

const GATEWAYS = '/dashboard/settings/gateways'

/** What can be done with a connected gateway besides changing its form. */
@inject()
export default class GatewayActsController {
  static validator = vine.create({ direction: vine.enum(['up', 'down'] as const) })

  constructor(
    private tenancy: Tenancy,
    private checkAccount: CheckAccount,
    private connectNotices: ConnectNotices,
    private movePaymentGateway: MovePaymentGateway,
    private disconnectPaymentGateway: DisconnectPaymentGateway
  ) {}

  async check(ctx: HttpContext) {
    const { provider } = await this.#account(ctx)
    const { ok, reason } = await this.checkAccount.execute(ctx.tenant, provider)
    await this.#record(ctx, 'gateway.tested', { ok, reason })
    if (ok) notify(ctx, 'success', 'gateways.test.passed')
    else notify(ctx, 'error', 'gateways.test.not_passed')
    return ctx.response.redirect(`${GATEWAYS}/payment/${provider}#test`)
  }

  async move(ctx: HttpContext) {
    const { provider } = await this.#account(ctx)
    const { direction } = await ctx.request.validateUsing(GatewayActsController.validator)
    await this.tenancy.run(ctx.tenant, async () => {
      const moved = await this.movePaymentGateway.execute(provider, direction)
      if (moved) await recordActivity(ctx, 'gateway.moved', provider, { direction })
    })
    return ctx.response.redirect(GATEWAYS)
  }

  /** The first address for notices, or another one in the place of the last. */
  async notices(ctx: HttpContext) {
    const account = await this.#account(ctx)
    const url = noticeUrlOf(ctx.tenant, { name: account.provider })
    const endpoint = await this.connectNotices.execute(ctx.tenant, account, url)
    await this.#record(ctx, 'gateway.notices_connected', {
      endpoint: endpoint?.id ?? null,
      reason: endpoint?.problem?.reason ?? null,
    })
    if (endpoint?.problem) notify(ctx, 'error', 'gateways.notices.not_made')
    else notify(ctx, 'success', 'gateways.notices.made')
    return ctx.response.redirect(`${GATEWAYS}/payment/${account.provider}#notices`)
  }

  async disconnect(ctx: HttpContext) {
    const { provider } = await this.#account(ctx)
    try {
      const clean = await this.disconnectPaymentGateway.execute(ctx.tenant, provider)
      await this.#record(ctx, 'gateway.disconnected', {})
      if (clean) notify(ctx, 'success', 'gateways.disconnected')
      else notify(ctx, 'error', 'gateways.disconnected_leaving')
      return ctx.response.redirect(GATEWAYS)
    } catch (error) {
      if (!(error instanceof PaymentsOpen)) throw error
      await this.#record(ctx, 'gateway.switched_off', { open_payments: error.count })
      notify(ctx, 'error', 'gateways.payments_open', { count: error.count })
      return ctx.response.redirect(`${GATEWAYS}/payment/${provider}`)
    }
  }

  async #account(ctx: HttpContext): Promise<PaymentGatewayAccount> {
    authorize(ctx, 'configure')
    return this.tenancy.run(ctx.tenant, () =>
      PaymentGatewayAccount.findByOrFail('provider', String(ctx.params.provider))
    )
  }

  async #record(ctx: HttpContext, act: string, detail: Record<string, unknown>): Promise<void> {
    const { provider } = ctx.params
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, act, String(provider), detail))
  }
}

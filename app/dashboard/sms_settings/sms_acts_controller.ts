import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { parseMobileNumber } from '#core/mobile_number'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { smsLabel } from '#dashboard/sms_settings/sms_rows'
import { AskBalance } from '#messaging/balance/ask_balance'
import { SendTestMessage } from '#messaging/send_test_message'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { fieldErrors } from '#tenancy/http/field_errors'
import { moveAccount } from '#tenancy/move_account'
import { Tenancy } from '#tenancy/tenancy'

const SMS = '/dashboard/settings/sms'

/** What can be done with a connected SMS account besides changing its form. */
@inject()
export default class SmsActsController {
  static moveValidator = vine.create({ direction: vine.enum(['up', 'down'] as const) })

  static testValidator = vine.create({ mobile: vine.string().trim().maxLength(40) })

  constructor(
    private tenancy: Tenancy,
    private askBalance: AskBalance,
    private sendTestMessage: SendTestMessage
  ) {}

  async move(ctx: HttpContext) {
    const { provider } = await this.#account(ctx)
    const { direction } = await ctx.request.validateUsing(SmsActsController.moveValidator)
    await this.tenancy.run(ctx.tenant, async () => {
      const accounts = await SmsGatewayAccount.query().orderBy('position').orderBy('id').forUpdate()
      const moved = await moveAccount(accounts, provider, direction)
      if (moved) await recordActivity(ctx, 'sms_account.moved', provider, { direction })
    })
    return ctx.response.redirect(SMS)
  }

  async test(ctx: HttpContext) {
    const account = await this.#account(ctx)
    const { mobile: typed } = await ctx.request.validateUsing(SmsActsController.testValidator)
    const mobile = parseMobileNumber(typed, ctx.tenant.country)
    if (!mobile) return fieldErrors(ctx, { mobile: ctx.i18n.t('sms_settings.test.bad_number') })

    const { locale } = ctx.i18n
    const sent = await this.sendTestMessage.execute(ctx.tenant, account, mobile, locale)
    const data = { provider: smsLabel(account.provider), mobile }
    if (!sent.tried) {
      notify(ctx, 'error', `sms_settings.test.${sent.why}`)
    } else if (sent.outcome.outcome === 'accepted') {
      notify(ctx, 'success', 'sms_settings.test.accepted', data)
    } else {
      const { outcome, reason } = sent.outcome
      const why = ctx.i18n.t(`sms_settings.reason.${reason}`)
      notify(ctx, 'error', `sms_settings.test.${outcome}`, { ...data, why })
    }
    const result = sent.tried ? sent.outcome.outcome : sent.why
    await this.#record(ctx, 'sms_account.tested', { mobile, result })
    return ctx.response.redirect(`${SMS}/${account.provider}#test`)
  }

  async balance(ctx: HttpContext) {
    const { id, provider } = await this.#account(ctx)
    const outcome = await this.askBalance.execute(ctx.tenant, id)
    if (outcome?.ok) {
      const balance = outcome.balance.format(ctx.i18n.locale)
      notify(ctx, 'success', 'sms_settings.balance.told', { balance })
    } else if (outcome) {
      const why = ctx.i18n.t(`sms_settings.reason.${outcome.reason}`)
      notify(ctx, 'error', 'sms_settings.balance.not_told', { why })
    } else {
      notify(ctx, 'info', 'sms_settings.balance.none', { provider: smsLabel(provider) })
    }
    return ctx.response.redirect(`${SMS}/${provider}`)
  }

  /** What was sent by it stays in the history. */
  async disconnect(ctx: HttpContext) {
    const account = await this.#account(ctx)
    await this.tenancy.run(ctx.tenant, () =>
      SmsGatewayAccount.query().where('id', account.id).delete()
    )
    await this.#record(ctx, 'sms_account.disconnected', {})
    notify(ctx, 'success', 'sms_settings.disconnected', { provider: smsLabel(account.provider) })
    return ctx.response.redirect(SMS)
  }

  async #account(ctx: HttpContext): Promise<SmsGatewayAccount> {
    authorize(ctx, 'configure')
    return this.tenancy.run(ctx.tenant, () =>
      SmsGatewayAccount.findByOrFail('provider', String(ctx.params.provider))
    )
  }

  async #record(ctx: HttpContext, act: string, detail: Record<string, unknown>): Promise<void> {
    const { provider } = ctx.params
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, act, String(provider), detail))
  }
}

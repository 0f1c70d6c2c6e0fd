import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { knownCurrencies } from '#core/money'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { parseMicros } from '#messaging/micros'
import type { QuietHours } from '#messaging/quiet_hours'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { fieldErrors } from '#tenancy/http/field_errors'
import { isTicked } from '#tenancy/http/is_ticked'
import { Tenancy } from '#tenancy/tenancy'

const HERE = '/dashboard/settings/sms-texts'
const timeOfDay = () => vine.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

interface Price {
  partPriceMicros: number | null
  partPriceCurrency: string | null
}

/** When customers get no SMS, and what a part of one costs. */
@inject()
export default class SmsRulesController {
  static quietValidator = vine.create({
    sms_quiet_from: timeOfDay(),
    sms_quiet_to: timeOfDay(),
    answers_go: vine.accepted().optional(),
  })

  constructor(private tenancy: Tenancy) {}

  async quiet(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(SmsRulesController.quietValidator)
    const smsQuiet: QuietHours = {
      from: input.sms_quiet_from,
      to: input.sms_quiet_to,
      answersGo: isTicked(input.answers_go),
    }
    const { tenant } = ctx
    await tenant.merge({ settings: { ...tenant.settings, smsQuiet } }).save()
    await this.tenancy.run(tenant, () =>
      recordActivity(ctx, 'sms_quiet.changed', tenant.name, { ...smsQuiet })
    )
    notify(ctx, 'success', 'sms_texts.quiet.saved')
    return ctx.response.redirect(`${HERE}#quiet`)
  }

  /** A price for every account there is; an empty one is not known. All are saved, or none. */
  async prices(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const body = ctx.request.body()
    const faults = await this.tenancy.run(ctx.tenant, async () => {
      const accounts = await SmsGatewayAccount.all()
      const entered = accounts.map((account) => ({ account, price: priceOf(body, account) }))
      const wrong = entered.filter(({ price }) => price === null)
      if (wrong.length > 0) return wrong.map(({ account }) => `price_${account.provider}`)

      for (const { account, price } of entered) await account.merge(price ?? {}).save()
      await recordActivity(ctx, 'sms_prices.changed', ctx.tenant.name)
      return []
    })
    if (faults.length > 0) {
      const message = ctx.i18n.t('sms_texts.prices.bad')
      return fieldErrors(ctx, Object.fromEntries(faults.map((field) => [field, message])))
    }
    notify(ctx, 'success', 'sms_texts.prices.saved')
    return ctx.response.redirect(`${HERE}#prices`)
  }
}

/** Null when it is no price. */
function priceOf(body: Record<string, unknown>, { provider }: SmsGatewayAccount): Price | null {
  const typed = body[`price_${provider}`]
  if (typeof typed !== 'string' || typed.trim() === '') {
    return { partPriceMicros: null, partPriceCurrency: null }
  }
  const partPriceMicros = parseMicros(typed)
  const partPriceCurrency = knownCurrencies.find((known) => known === body[`currency_${provider}`])
  return partPriceMicros === null || !partPriceCurrency
    ? null
    : { partPriceMicros, partPriceCurrency }
}

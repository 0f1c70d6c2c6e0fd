import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import vine from '@vinejs/vine'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import { Clock } from '#core/clock'
import { notify } from '#dashboard/notify'
import { authorize, may } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { abuseQuery } from '#messaging/pumping/abuse_query'
import { SmsAllowance } from '#messaging/pumping/sms_allowance'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import { smsCountries } from '#messaging/pumping/sms_countries'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

const HERE = '/dashboard/settings/sms/guard'

/** Where codes go, how many messages a day, and what the guard against SMS pumping has refused. */
@inject()
export default class SmsGuardController {
  static rulesValidator = vine.create({
    countries: vine.array(vine.string().in(getCountries())).minLength(1).maxLength(60),
    per_day: vine.number().withoutDecimals().range([10, 1_000_000]),
  })

  static liftValidator = vine.create({ prefix: vine.string().regex(/^\+\d{1,14}$/) })

  constructor(
    private tenancy: Tenancy,
    private db: Database,
    private clock: Clock,
    private allowance: SmsAllowance,
    private pausedPrefixes: PausedPrefixes
  ) {}

  async show(ctx: HttpContext) {
    const { tenant, i18n, view } = ctx
    const names = new Intl.DisplayNames(i18n.locale, { type: 'region' })
    const nameOf = (code: string) => names.of(code) ?? code
    const chosen = smsCountries(tenant)
    return view.render('pages/dashboard/settings/sms_guard', {
      ...(await abuseQuery(this.db, tenant.id, this.clock.now())),
      countries: getCountries()
        .map((code) => ({
          code,
          label: `${nameOf(code)} (+${getCountryCallingCode(code)})`,
          isChosen: chosen.includes(code),
        }))
        .toSorted(
          (one, other) =>
            Number(other.isChosen) - Number(one.isChosen) ||
            one.label.localeCompare(other.label, i18n.locale)
        ),
      nameOf,
      perDay: tenantSettings(tenant).smsPerDay,
      left: await this.allowance.leftToday(tenant),
      mayChange: may(ctx, 'configure'),
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(SmsGuardController.rulesValidator)
    const settings = {
      ...ctx.tenant.settings,
      smsCountries: input.countries,
      smsPerDay: input.per_day,
    }
    await ctx.tenant.merge({ settings }).save()
    await this.#record(ctx, 'sms_guard.changed', ctx.tenant.name, {
      countries: input.countries.join(', '),
      per_day: input.per_day,
    })
    notify(ctx, 'success', 'sms_settings.guard.saved')
    return ctx.response.redirect(HERE)
  }

  async lift(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { prefix } = await ctx.request.validateUsing(SmsGuardController.liftValidator)
    if (await this.pausedPrefixes.lift(ctx.tenant.id, prefix)) {
      await this.#record(ctx, 'sms_guard.lifted', prefix, {})
      notify(ctx, 'success', 'sms_settings.guard.lifted', { prefix })
    }
    return ctx.response.redirect(HERE)
  }

  async #record(
    ctx: HttpContext,
    act: string,
    subject: string,
    detail: Record<string, unknown>
  ): Promise<void> {
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, act, subject, detail))
  }
}

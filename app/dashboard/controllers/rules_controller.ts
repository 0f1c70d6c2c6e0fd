import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { tenantSettings, type TenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

const whole = (min: number, max: number) => vine.number().withoutDecimals().range([min, max])

/** What the ISP decides for itself: tax, warnings, devices, how sessions end, the receipt's last line. */
@inject()
export default class RulesController {
  static validator = vine.create({
    tax_percent: vine.number().range([0, 50]).decimal([0, 2]),
    tax_inclusive: vine.enum(['1', '0'] as const),
    tax_name: vine.string().trim().maxLength(30).regex(ONE_LINE).nullable(),
    tax_number: vine.string().trim().maxLength(40).regex(ONE_LINE).nullable(),
    low_balance_percent: whole(0, 50),
    low_balance_minutes: whole(0, 10_080),
    replacement_cooldown_minutes: whole(0, 1440),
    replacements_per_day: whole(1, 50),
    suspend_by: vine.enum(['disconnect', 'logout', 'router'] as const),
    stale_device_days: whole(1, 730),
    receipt_note: vine.string().trim().maxLength(200).nullable(),
  })

  constructor(private tenancy: Tenancy) {}

  edit({ view, tenant }: HttpContext) {
    return view.render('pages/dashboard/settings/rules', {
      rules: tenantSettings(tenant),
      navigation: 'settings',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(RulesController.validator)
    const before = tenantSettings(ctx.tenant)
    const after: TenantSettings = {
      ...before,
      taxPercent: input.tax_percent,
      taxInclusive: input.tax_inclusive === '1',
      taxName: input.tax_name ?? '',
      taxNumber: input.tax_number ?? '',
      lowBalancePercent: input.low_balance_percent,
      lowBalanceMinutes: input.low_balance_minutes,
      replacementCooldownMinutes: input.replacement_cooldown_minutes,
      replacementsPerDay: input.replacements_per_day,
      suspendBy: input.suspend_by,
      staleDeviceDays: input.stale_device_days,
      receiptNote: input.receipt_note ?? '',
    }

    await ctx.tenant.merge({ settings: { ...ctx.tenant.settings, ...after } }).save()
    await this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, 'rules.changed', ctx.tenant.name, changes(before, after))
    )
    notify(ctx, 'success', 'recharge.rules.saved')
    return ctx.response.redirect('/dashboard/settings/rules')
  }
}

/** Old and new value of each rule that changed. */
function changes(before: TenantSettings, after: TenantSettings): Record<string, string> {
  const old: Record<string, unknown> = { ...before }
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => old[name] !== value)
      .map(([name, value]) => [name, `${String(old[name])} → ${String(value)}`])
  )
}

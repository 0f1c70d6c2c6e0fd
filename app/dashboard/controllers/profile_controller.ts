import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { IANAZone } from 'luxon'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { fieldErrors } from '#tenancy/http/field_errors'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** The ISP's name, colour, language and zone. */
@inject()
export default class ProfileController {
  static validator = vine.create({
    name: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    brand_color: vine
      .string()
      .toLowerCase()
      .regex(/^#[0-9a-f]{6}$/),
    locale: vine.enum(['en', 'bn'] as const),
    timezone: vine.string().maxLength(60),
  })

  constructor(private tenancy: Tenancy) {}

  edit({ view, tenant }: HttpContext) {
    return view.render('pages/dashboard/settings/profile', {
      name: tenant.name,
      brandColor: tenant.brandColor,
      locale: tenant.locale,
      timezone: tenant.timezone,
      setupHidden: tenantSettings(tenant).setupHidden,
      navigation: 'settings',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(ProfileController.validator)
    if (!isZone(input.timezone)) {
      return fieldErrors(ctx, { timezone: ctx.i18n.t('dashboard.timezone_unknown') })
    }

    const { brand_color: brandColor, ...rest } = input
    await ctx.tenant.merge({ ...rest, brandColor }).save()
    await this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, 'profile.changed', ctx.tenant.name)
    )
    notify(ctx, 'success', 'dashboard.profile_saved')
    return ctx.response.redirect('/dashboard/settings/profile')
  }
}

/** A zone by name. Offsets like "+06:00" are read the other way round by Postgres (POSIX). */
function isZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name)
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize, may } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** A landline, a short number or a mobile, as one would write it for customers to call. */
const CALLED = /^\+?\d[\d ()-]{2,24}$/

/** What the portal says in the ISP's own words. */
@inject()
export default class PortalTextsController {
  static validator = vine.create({
    welcome: vine.string().trim().maxLength(160).regex(ONE_LINE).optional(),
    support_phone: vine.string().trim().regex(CALLED).optional(),
    terms: vine.string().trim().maxLength(2000).optional(),
  })

  constructor(private tenancy: Tenancy) {}

  edit(ctx: HttpContext) {
    const { portalWelcome, supportPhone, portalTerms } = tenantSettings(ctx.tenant)
    return ctx.view.render('pages/dashboard/settings/portal', {
      texts: { welcome: portalWelcome, supportPhone, terms: portalTerms },
      mayChange: may(ctx, 'configure'),
      navigation: 'settings',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { tenant, request, response } = ctx
    const input = await request.validateUsing(PortalTextsController.validator)
    const texts = {
      portalWelcome: input.welcome ?? '',
      supportPhone: input.support_phone ?? '',
      portalTerms: input.terms ?? '',
    }
    await tenant.merge({ settings: { ...tenant.settings, ...texts } }).save()
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'portal.changed', tenant.name))
    notify(ctx, 'success', 'portal_texts.saved')
    return response.redirect('/dashboard/settings/portal')
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import Router from '#routers/router'
import { zonesQuery } from '#routers/zones/zones_query'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** IEEE 802.11: an SSID has at most 32 octets. */
const SSID_OCTETS = 32

/** Places where customers walk from router to router, and must stay who they are. */
@inject()
export default class ZonesController {
  static validator = vine.create({
    zone: vine.string().trim().maxLength(60).regex(ONE_LINE).nullable(),
    ssid: vine.string().maxLength(SSID_OCTETS).regex(ONE_LINE).nullable(),
  })

  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant }: HttpContext) {
    const zones = await this.tenancy.run(tenant, () => zonesQuery())
    return view.render('pages/dashboard/routers/zones', { zones, navigation: 'routers' })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { zone, ssid } = await ctx.request.validateUsing(ZonesController.validator)
    if (ssid !== null && Buffer.byteLength(ssid) > SSID_OCTETS) {
      return fieldErrors(ctx, { ssid: ctx.i18n.t('zones.ssid_too_long') })
    }
    const router = await this.tenancy.run(ctx.tenant, async () => {
      const found = await Router.findOrFail(ctx.params.id)
      await found.merge({ zone, ssid }).save()
      await recordActivity(ctx, 'router.zone_changed', found.name, { zone, ssid })
      return found
    })
    notify(ctx, 'success', 'zones.saved', { name: router.name })
    return ctx.response.redirect('/dashboard/routers/zones')
  }
}

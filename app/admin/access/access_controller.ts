import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { done } from '#admin/done'
import { parseNetworks } from '#core/networks'
import { AdminNetworks, isLetIn, MOST_NETWORKS } from '#platform/accounts/admin_networks'
import AdminAct from '#platform/admin_log/admin_act'
import { fieldErrors } from '#tenancy/http/field_errors'

const ACTS = 30

/** From where an admin's own account may use these pages. */
@inject()
export default class AccessController {
  static validator = vine.create({ networks: vine.string().trim().maxLength(1000).nullable() })

  constructor(private networks: AdminNetworks) {}

  async edit({ auth, request, view }: HttpContext) {
    return view.render('pages/admin/access', {
      networks: await this.networks.of(auth.use('web').getUserOrFail().id),
      ip: request.ip(),
      acts: await AdminAct.latest(ACTS),
      navigation: 'access',
    })
  }

  /** The list must hold the address it is saved from: whoever saves it could not come back. */
  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(AccessController.validator)
    const networks = parseNetworks(input.networks ?? '', MOST_NETWORKS)
    if (!networks) return fieldErrors(ctx, { networks: ctx.i18n.t('admin.access.malformed') })

    const ip = ctx.request.ip()
    if (!isLetIn(networks, ip)) {
      return fieldErrors(ctx, { networks: ctx.i18n.t('admin.access.lock_out', { ip }) })
    }
    await this.networks.save(ctx.auth.use('web').getUserOrFail().id, networks)
    return done(ctx, 'admin.access.done', '/admin/access')
  }
}

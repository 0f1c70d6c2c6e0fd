import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import Router from '#routers/router'
import { TunnelGateways } from '#routers/tunnels/tunnel_gateways'
import { InvalidTunnelKey, NoSuchGateway, TunnelKeyTaken } from '#routers/tunnels/tunnel_errors'
import { TunnelKeys } from '#routers/tunnels/tunnel_keys'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** A router's tunnel, from its page. */
@inject()
export default class TunnelController {
  static keyValidator = vine.create({ tunnel_key: vine.string().trim().maxLength(100) })
  static gatewayValidator = vine.create({
    gateway: vine.number().withoutDecimals().positive().nullable(),
  })

  constructor(
    private tenancy: Tenancy,
    private keys: TunnelKeys,
    private gateways: TunnelGateways
  ) {}

  /** The key, copied by hand from a router that may not fetch. */
  async key(ctx: HttpContext) {
    const router = await this.#find(ctx)
    const { tunnel_key: key } = await ctx.request.validateUsing(TunnelController.keyValidator)
    try {
      await this.keys.take({ tenantId: ctx.tenant.id, routerId: router.id }, key)
    } catch (error) {
      if (error instanceof InvalidTunnelKey) {
        return fieldErrors(ctx, { tunnel_key: ctx.i18n.t('reach.key.invalid') })
      }
      if (error instanceof TunnelKeyTaken) {
        return fieldErrors(ctx, { tunnel_key: ctx.i18n.t('reach.key.taken') })
      }
      throw error
    }
    return this.#done(ctx, router, 'key_taken')
  }

  async revoke(ctx: HttpContext) {
    const router = await this.#find(ctx)
    await this.keys.revoke({ tenantId: ctx.tenant.id, routerId: router.id })
    return this.#done(ctx, router, 'key_revoked')
  }

  /** RouterOS 6: by way of another router, or no longer so. */
  async gateway(ctx: HttpContext) {
    const router = await this.#find(ctx)
    const { gateway } = await ctx.request.validateUsing(TunnelController.gatewayValidator)
    try {
      await this.gateways.choose({ tenantId: ctx.tenant.id, routerId: router.id }, gateway)
    } catch (error) {
      if (!(error instanceof NoSuchGateway)) throw error
      return fieldErrors(ctx, { gateway: ctx.i18n.t('reach.gateway.unknown') })
    }
    return this.#done(ctx, router, 'gateway_chosen')
  }

  /** @throws NotAllowed, before anything is looked up */
  async #find(ctx: HttpContext): Promise<Router> {
    authorize(ctx, 'configure')
    return this.tenancy.run(ctx.tenant, () => Router.findOrFail(ctx.params.id))
  }

  async #done(ctx: HttpContext, router: Router, what: string) {
    await this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, `router.tunnel_${what}`, router.name, { address: router.address })
    )
    notify(ctx, 'success', `reach.done.${what}`, { name: router.name })
    return ctx.response.redirect(`/dashboard/routers/${router.id}#reach`)
  }
}

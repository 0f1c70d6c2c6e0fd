import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { portalPackagesQuery } from '#hotspot/packages/portal_packages_query'
import { CaptiveRouter } from '#portal/captive/captive_router'
import { onOffer } from '#portal/on_offer'
import { captiveApiJson } from '#routers/captive/captive_portal'
import { Tenancy } from '#tenancy/tenancy'

/** Where the captive-portal API sends people, and the file the router answers it from itself. */
@inject()
export default class CaptivePagesController {
  constructor(
    private captiveRouter: CaptiveRouter,
    private tenancy: Tenancy
  ) {}

  /**
   * The user portal. Only the router knows which phone this is, so the way to the portal leads
   * by the router's login page, which sends it back to us with MAC and address.
   */
  async portal(ctx: HttpContext) {
    const { router } = await this.captiveRouter.find(ctx)
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.response.redirect(`http://${router.hotspotAddress}/login`)
  }

  /** Who runs this Wi-Fi, and what it costs. */
  async venue(ctx: HttpContext) {
    const { tenant } = await this.captiveRouter.find(ctx)
    const packages = await this.tenancy.run(tenant, () => portalPackagesQuery())
    return ctx.view.render('pages/portal/venue', {
      tenant,
      packages: packages.map((each) => onOffer(each, tenant)),
    })
  }

  /** The router's own api.json, fetched once when it joins. */
  async file(ctx: HttpContext) {
    const { router } = await this.captiveRouter.find(ctx)
    ctx.response.header('content-type', 'application/json; charset=utf-8')
    return captiveApiJson(router.token)
  }
}

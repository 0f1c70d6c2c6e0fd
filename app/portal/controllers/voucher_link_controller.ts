import { inject } from '@adonisjs/core'
import { errors, type HttpContext } from '@adonisjs/core/http'
import { printedCode } from '#hotspot/vouchers/voucher_code'
import { linkedCode, voucherLink } from '#hotspot/vouchers/voucher_link'
import { tenantUrl } from '#platform/tenant_url'
import Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'

/**
 * A phone that has scanned a voucher. Only the router can say which phone it is, so the way to
 * the portal leads by the router's login page, which sends it on to us with this link as the
 * page it was on its way to. The code is not looked at here: this page is no oracle.
 */
@inject()
export default class VoucherLinkController {
  constructor(private tenancy: Tenancy) {}

  /** @throws E_ROUTE_NOT_FOUND for what does not look like a code */
  async handle(ctx: HttpContext) {
    const code = linkedCode(String(ctx.params.code))
    if (code === null) throw new errors.E_ROUTE_NOT_FOUND(['GET', ctx.request.url()])

    /** Whichever: a hotspot stops a phone on its way to another one's login page, too. */
    const router = await this.tenancy.run(ctx.tenant, () => Router.query().orderBy('id').first())
    const back = voucherLink(tenantUrl(ctx.tenant), code)
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.view.render('pages/portal/voucher_link', {
      code: printedCode(code),
      continueUrl:
        router && `http://${router.hotspotAddress}/login?dst=${encodeURIComponent(`${back}?on=1`)}`,
      cameBack: ctx.request.qs().on === '1',
    })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { gatewayRows } from '#dashboard/payment_gateways/gateway_rows'
import { may } from '#dashboard/permissions'
import { gardensDue } from '#hotspot/walled_garden/gardens_query'
import { Tenancy } from '#tenancy/tenancy'

/** The ISP's own accounts at payment gateways. */
@inject()
export default class GatewaysController {
  constructor(private tenancy: Tenancy) {}

  async index(ctx: HttpContext) {
    const { view, tenant, i18n } = ctx
    const page = await this.tenancy.run(tenant, async () => ({
      payment: await gatewayRows(tenant, i18n.locale),
      gardensDue: await gardensDue(this.tenancy, tenant),
    }))
    const mayChange = may(ctx, 'configure')
    return view.render('pages/dashboard/settings/gateways', { ...page, mayChange })
  }
}

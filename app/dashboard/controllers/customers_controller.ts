import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { customerPageQuery } from '#dashboard/queries/customer_page_query'
import { customersListQuery } from '#dashboard/queries/customers_list_query'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** The ISP's customers. */
@inject()
export default class CustomersController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = {
      q: String(request.qs().q ?? '')
        .trim()
        .slice(0, 60),
      status: String(request.qs().status ?? ''),
    }
    const list = await this.tenancy.run(tenant, () =>
      customersListQuery(this.tenancy, filters, tenant.country, pageOf(request))
    )
    return view.render('pages/dashboard/customers/index', {
      customers: list.customers,
      filters,
      pager: pager(list.page, request),
      navigation: 'customers',
    })
  }

  async show({ view, tenant, params }: HttpContext) {
    const page = await this.tenancy.run(tenant, () =>
      customerPageQuery(this.tenancy, Number(params.id))
    )
    return view.render('pages/dashboard/customers/show', { ...page, navigation: 'customers' })
  }
}

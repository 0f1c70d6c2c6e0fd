import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { TENANT_HEALTHS, TENANT_ORDERS, tenantFilters } from '#admin/tenants/tenant_filters'
import { tenantPageQuery } from '#admin/tenants/tenant_page_query'
import { tenantsExportQuery } from '#admin/tenants/tenants_export_query'
import { tenantCountries, tenantsCount, tenantsQuery } from '#admin/tenants/tenants_query'
import { sendCsv } from '#tenancy/http/csv_download'
import { pageOf, pager } from '#tenancy/http/pager'
import { TENANT_STATUSES } from '#tenancy/lifecycle/tenant_states'
import { allPlans } from '#tenancy/plans/plans'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'

const PAGE = 50

/** Every ISP on the platform, and how each is. */
@inject()
export default class TenantsController {
  constructor(private db: Database) {}

  async index({ request, view }: HttpContext) {
    const filters = tenantFilters(request.qs())
    const total = await tenantsCount(this.db, filters)
    const lastPage = Math.max(1, Math.ceil(total / PAGE))
    const currentPage = Math.min(pageOf(request), lastPage)
    const place = { limit: PAGE, offset: (currentPage - 1) * PAGE }

    return view.render('pages/admin/tenants/index', {
      tenants: await tenantsQuery(this.db, filters, place),
      countries: await tenantCountries(this.db),
      latestVersion: await latestVersion(),
      filters,
      states: TENANT_STATUSES,
      plans: allPlans(),
      healths: TENANT_HEALTHS,
      orders: TENANT_ORDERS,
      pager: pager({ currentPage, lastPage, total }, request),
      navigation: 'tenants',
    })
  }

  export(ctx: HttpContext) {
    const filters = tenantFilters(ctx.request.qs())
    return sendCsv(ctx, 'tenants', tenantsExportQuery(this.db, filters, ctx.i18n))
  }

  async show({ params, view }: HttpContext) {
    const page = await tenantPageQuery(this.db, Number(params.id))
    return view.render('pages/admin/tenants/show', {
      ...page,
      latestVersion: await latestVersion(),
      navigation: 'tenants',
    })
  }
}

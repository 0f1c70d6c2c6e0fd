import type { HttpContext } from '@adonisjs/core/http'
import Tenant from '#tenancy/models/tenant'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'
import { pageOf, pager } from '#tenancy/http/pager'

/** Every ISP on the platform. */
export default class TenantsController {
  async index({ request, view }: HttpContext) {
    const q = String(request.qs().q ?? '').slice(0, 80)
    const query = Tenant.query().orderBy('id', 'desc')
    if (q) query.where((match) => match.whereILike('name', `%${q}%`).orWhereILike('slug', `%${q}%`))

    const tenants = await query.paginate(pageOf(request), 50)
    return view.render('pages/admin/tenants', {
      tenants: tenants.all(),
      latestVersion: await latestVersion(),
      q,
      pager: pager(tenants, request),
    })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { done } from '#admin/done'
import { schemaCounts, schemasBehindQuery, schemaVersions } from '#admin/schemas/schemas_query'
import { tenantOf } from '#admin/tenants/tenant_acts_controller'
import AdminAct from '#platform/admin_log/admin_act'
import { SchemaUpgrades } from '#platform/health/schema_upgrades'
import { pageOf, pager } from '#tenancy/http/pager'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'

const PAGE = 50
const LIST = '/admin/schemas'

/** Which tenants' tables are behind, and bringing them up. */
@inject()
export default class SchemasController {
  constructor(
    private db: Database,
    private upgrades: SchemaUpgrades
  ) {}

  async index({ request, view }: HttpContext) {
    const latest = await latestVersion()
    const counts = await schemaCounts(this.db, latest)
    const lastPage = Math.max(1, Math.ceil(counts.behind / PAGE))
    const currentPage = Math.min(pageOf(request), lastPage)
    const place = { limit: PAGE, offset: (currentPage - 1) * PAGE }

    return view.render('pages/admin/schemas', {
      counts,
      latest,
      versions: await schemaVersions(this.db),
      tenants: await schemasBehindQuery(this.db, latest, place),
      pager: pager({ currentPage, lastPage, total: counts.behind }, request),
      navigation: 'schemas',
    })
  }

  async upgrade(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const count = await this.upgrades.request(tenant.id)
    if (count > 0) await AdminAct.note(ctx, 'schemas.upgraded', tenant.slug)
    return done(ctx, 'admin.schemas.queued_now', LIST, { count })
  }

  async upgradeAll(ctx: HttpContext) {
    const count = await this.upgrades.request(null)
    if (count > 0) await AdminAct.note(ctx, 'schemas.upgraded', `${count}`)
    return done(ctx, 'admin.schemas.queued_now', LIST, { count })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Router from '#routers/router'
import { TenantNotFound } from '#tenancy/errors'
import type Tenant from '#tenancy/models/tenant'
import RouterToken from '#tenancy/resolution/router_token'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { Tenancy } from '#tenancy/tenancy'

/** As in ResolveRouter. Postgres cannot even be asked about some other texts. */
const TOKEN = /^[\w-]{1,64}$/

/** Which router is meant by the token in the path, on its tenant's host or the platform's. */
@inject()
export class CaptiveRouter {
  constructor(
    private directory: TenantDirectory,
    private tenancy: Tenancy
  ) {}

  /** @throws TenantNotFound for an unknown token, another tenant's and a closed tenant's alike */
  async find({ params, subdomains }: HttpContext): Promise<{ tenant: Tenant; router: Router }> {
    const token = String(params.token)
    const entry = TOKEN.test(token) ? await RouterToken.find(token) : null
    if (!entry) throw new TenantNotFound()

    const tenant = await this.directory.byId(entry.tenantId)
    const { tenant: slug } = subdomains
    if (slug !== undefined && slug.toLowerCase() !== tenant.slug) throw new TenantNotFound()

    const router = await this.tenancy.run(tenant, () => Router.find(entry.routerId))
    if (!router) throw new TenantNotFound()
    return { tenant, router }
  }
}

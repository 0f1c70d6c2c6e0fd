import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type Tenant from '#tenancy/models/tenant'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** The tenant of this host; set on every route of a tenant's host. */
    tenant: Tenant
  }
}

/** Finds the tenant of the subdomain. Unknown and closed answer alike. */
@inject()
export default class TenantMiddleware {
  constructor(private directory: TenantDirectory) {}

  async handle(ctx: HttpContext, next: NextFn) {
    ctx.tenant = await this.directory.bySlug(String(ctx.subdomains.tenant ?? ''))
    ctx.view.share({ tenant: ctx.tenant })
    return next()
  }
}

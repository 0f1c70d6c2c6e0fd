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

/** Whose host a session was opened on. */
const OPENED_FOR = 'tenant_id'

/**
 * Finds the tenant of the subdomain. Unknown and closed answer alike. A session
 * that somebody signed in to counts on the host it was opened on alone, even for
 * an account that works for both tenants.
 */
@inject()
export default class TenantMiddleware {
  constructor(private directory: TenantDirectory) {}

  async handle(ctx: HttpContext, next: NextFn) {
    ctx.tenant = await this.directory.bySlug(String(ctx.subdomains.tenant ?? ''))
    ctx.view.share({ tenant: ctx.tenant })

    if (isSignedIn(ctx) && ctx.session.get(OPENED_FOR) !== ctx.tenant.id) ctx.session.clear()
    const answer: unknown = await next()
    if (isSignedIn(ctx)) ctx.session.put(OPENED_FOR, ctx.tenant.id)
    return answer
  }
}

/** The portal has no session at all (start/kernel.ts). */
function isSignedIn({ auth, session }: HttpContext): boolean {
  return session?.has(auth.use('web').sessionKeyName) ?? false
}

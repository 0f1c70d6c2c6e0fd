import { inject } from '@adonisjs/core'
import { TenantNotFound } from '#tenancy/errors'
import type Tenant from '#tenancy/models/tenant'
import RouterToken from '#tenancy/resolution/router_token'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'

export interface ResolvedRouter {
  tenant: Tenant
  routerId: number
}

/** The alphabet of our tokens (base64url). Postgres cannot even be asked about some other texts. */
const TOKEN = /^[\w-]{1,64}$/

/**
 * Names the tenant of a redirect from a router. The identity alone can be
 * typed by anyone and repeats across ISPs, so it counts only together with
 * that router's token.
 */
@inject()
export class ResolveRouter {
  constructor(private directory: TenantDirectory) {}

  /** @throws TenantNotFound for an unknown token, another identity and a closed tenant alike */
  async execute(token: string, identity: string): Promise<ResolvedRouter> {
    const entry = TOKEN.test(token) ? await RouterToken.find(token) : null
    if (!entry || entry.identity !== identity) throw new TenantNotFound()

    return { tenant: await this.directory.byId(entry.tenantId), routerId: entry.routerId }
  }
}

import { inject } from '@adonisjs/core'
import { TenantNotFound } from '#tenancy/errors'
import type Tenant from '#tenancy/models/tenant'
import { TenantCache } from '#tenancy/resolution/tenant_cache'

/** As the table's check has it. What cannot be a subdomain need not be looked for, nor can all of it be. */
const SLUG = /^[a-z0-9-]{1,63}$/

/** Which tenant is meant. @throws TenantNotFound, the same for every reason. */
@inject()
export class TenantDirectory {
  constructor(private cache: TenantCache) {}

  async bySlug(slug: string): Promise<Tenant> {
    const name = slug.toLowerCase()
    return this.#open(SLUG.test(name) ? await this.cache.find('slug', name) : null)
  }

  async byId(id: number): Promise<Tenant> {
    return this.#open(await this.cache.find('id', id))
  }

  #open(tenant: Tenant | null): Tenant {
    if (!tenant?.isOpen) throw new TenantNotFound()
    return tenant
  }
}

import { TenantNotFound } from '#tenancy/errors'
import Tenant from '#tenancy/models/tenant'

/** As the table's check has it. What cannot be a subdomain need not be looked for, nor can all of it be. */
const SLUG = /^[a-z0-9-]{1,63}$/

/** Which tenant is meant. @throws TenantNotFound, the same for every reason. */
export class TenantDirectory {
  async bySlug(slug: string): Promise<Tenant> {
    const name = slug.toLowerCase()
    return this.#open(SLUG.test(name) ? await Tenant.findBy('slug', name) : null)
  }

  async byId(id: number): Promise<Tenant> {
    return this.#open(await Tenant.find(id))
  }

  #open(tenant: Tenant | null): Tenant {
    if (!tenant?.isOpen) throw new TenantNotFound()
    return tenant
  }
}

import { TenantNotFound } from '#tenancy/errors'
import Tenant from '#tenancy/models/tenant'

/** Which tenant is meant. @throws TenantNotFound, the same for every reason. */
export class TenantDirectory {
  async bySlug(slug: string): Promise<Tenant> {
    return this.#open(await Tenant.findBy('slug', slug.toLowerCase()))
  }

  async byId(id: number): Promise<Tenant> {
    return this.#open(await Tenant.find(id))
  }

  #open(tenant: Tenant | null): Tenant {
    if (!tenant?.isOpen) throw new TenantNotFound()
    return tenant
  }
}

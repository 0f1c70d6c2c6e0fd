import { inject } from '@adonisjs/core'
import { Money } from '#core/money'
import Package from '#hotspot/packages/package'
import { starterPackages } from '#hotspot/packages/starter_packages'
import type Tenant from '#tenancy/models/tenant'
import { isUniqueViolation } from '#tenancy/unique_violation'
import { Tenancy } from '#tenancy/tenancy'

/** Adds the example packages a tenant does not have yet. Safe to repeat. */
@inject()
export class AddStarterPackages {
  constructor(private tenancy: Tenancy) {}

  /** @returns how many were added */
  async execute(tenant: Tenant): Promise<number> {
    try {
      return await this.#addMissing(tenant)
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      /** Somebody else was adding them; now they are there to be seen. */
      return this.#addMissing(tenant)
    }
  }

  #addMissing(tenant: Tenant): Promise<number> {
    return this.tenancy.run(tenant, async () => {
      const present = await Package.all()
      const names = new Set(present.map(({ name }) => name.toLowerCase()))
      const hasTrial = present.some(({ isTrial }) => isTrial)

      const missing = starterPackages.filter(
        ({ name, isTrial }) => !names.has(name.toLowerCase()) && !(isTrial && hasTrial)
      )
      await Package.createMany(
        missing.map(({ price, ...starter }, position) => ({
          ...starter,
          customerType: 'hotspot' as const,
          priceMinor: Money.parse(price, tenant.currency).minor,
          currency: tenant.currency,
          active: true,
          position: present.length + position,
        }))
      )
      return missing.length
    })
  }
}

import { inject } from '@adonisjs/core'
import { AddStarterPackages } from '#hotspot/packages/add_starter_packages'
import type { TenantOpened } from '#tenancy/provisioning/tenant_opened'

/** Who asked for the example packages at sign-up finds them on sale. */
@inject()
export default class LayOutExamples {
  constructor(private addStarterPackages: AddStarterPackages) {}

  async handle({ tenant, wants }: TenantOpened): Promise<void> {
    if (wants.examplePackages) await this.addStarterPackages.execute(tenant)
  }
}

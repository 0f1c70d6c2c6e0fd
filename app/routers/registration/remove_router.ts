import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import Joining from '#routers/provisioning/joining'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import RouterToken from '#tenancy/resolution/router_token'
import { TunnelAddresses } from '#routers/tunnels/tunnel_addresses'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Forgets a router. RADIUS stops answering it first, so that nobody is left half known. */
@inject()
export class RemoveRouter {
  constructor(
    private tenancy: Tenancy,
    private db: Database,
    private tunnels: TunnelAddresses
  ) {}

  async execute(tenant: TenantScope, id: number): Promise<void> {
    const of = { tenantId: tenant.id, routerId: id }
    await this.db.connection('app').transaction(async (client) => {
      await RadiusClient.query({ client }).where(of).delete()
      await RouterToken.query({ client }).where(of).delete()
      await this.tunnels.release(client, of)
      await Joining.query({ client }).where(of).delete()
    })
    await this.tenancy.run(tenant, async () => {
      await Router.query().where('id', id).delete()
    })
  }
}

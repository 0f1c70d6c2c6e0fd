import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

interface Door {
  routerId: number
  address: string
  secret: string
}

/** What FreeRADIUS knows of a tenant's routers, while it is served and when it is not. */
@inject()
export class RadiusDoors {
  constructor(private tenancy: Tenancy) {}

  /** The routers of a tenant that FreeRADIUS does not know; none where it knows them. */
  async closedOf(tenantId: number): Promise<Door[]> {
    const tenant = await Tenant.findOrFail(tenantId)
    const { radius, tables } = stateOf(tenant)
    if (radius || !tables) return []

    return this.tenancy.run(tenant, async () => {
      const routers = await Router.query().orderBy('id')
      return routers.map((router) => ({
        routerId: router.id,
        address: router.address,
        secret: router.secret(tenant.id),
      }))
    })
  }

  /** An address that went to another ISP meanwhile stays theirs: that router is to be saved anew. */
  async open(client: TransactionClientContract, tenant: Tenant, doors: Door[]): Promise<void> {
    if (doors.length === 0) return
    await client
      .table(RadiusClient.table)
      .knexQuery.insert(
        doors.map(({ routerId, ...door }) => ({
          ...door,
          tenant_id: tenant.id,
          router_id: routerId,
          schema: tenant.schema,
        }))
      )
      .onConflict()
      .ignore()
  }

  async close(client: TransactionClientContract, tenant: Tenant): Promise<void> {
    await RadiusClient.query({ client }).where('tenant_id', tenant.id).delete()
  }
}

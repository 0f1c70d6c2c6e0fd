import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { randomBytes } from 'node:crypto'
import { plainToken } from '#core/plain_token'
import Joining from '#routers/provisioning/joining'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import RouterToken from '#tenancy/resolution/router_token'
import { seal } from '#tenancy/sealed'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Another device takes this router's place, under its name. What the old one
 * knows, RADIUS secret, API password and portal token, is worth nothing from now
 * on; the new one learns its own when it joins.
 */
@inject()
export class ReplaceRouter {
  constructor(
    private tenancy: Tenancy,
    private db: Database
  ) {}

  async execute(tenant: TenantScope, id: number): Promise<Router> {
    const secret = plainToken(24)
    const token = randomBytes(18).toString('base64url')
    const router = await this.tenancy.run(tenant, async () => {
      const found = await Router.findOrFail(id)
      return found
        .merge({
          token,
          radiusSecret: seal(secret, tenant.id, 'radius secret'),
          apiPassword: seal(newPassword(), tenant.id, 'router api password'),
          apiState: 'unknown',
          apiMessage: null,
          joinedAt: null,
          joinReport: null,
          routerosVersion: null,
          boardName: null,
          serialNumber: null,
        })
        .save()
    })

    const of = { tenantId: tenant.id, routerId: id }
    await this.db.connection('app').transaction(async (client) => {
      await RadiusClient.query({ client }).where(of).update({ secret })
      await RouterToken.query({ client }).where(of).update({ token })
      await Joining.query({ client }).where(of).delete()
    })
    return router
  }
}

/** Letters and digits, since a person may have to type it. */
function newPassword(): string {
  return plainToken(18)
}

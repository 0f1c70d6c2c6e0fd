import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { randomBytes } from 'node:crypto'
import { countRouters } from '#routers/registration/count_routers'
import { RouterAddressTaken, RouterNameTaken } from '#routers/registration/errors'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import { seal } from '#tenancy/sealed'
import { isUniqueViolation, violatedConstraint } from '#tenancy/unique_violation'
import { TunnelAddresses } from '#routers/tunnels/tunnel_addresses'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'
import { requireRoom } from '#tenancy/plans/require_room'
import RouterToken from '#tenancy/resolution/router_token'

export interface RouterInput {
  name: string
  address: string
  identity: string
  hotspotAddress: string
  /** Left out when it stays as it is. */
  radiusSecret?: string
  apiUser: string
  apiPassword?: string
  apiPort: number
  /** Where the API is, if not at the address. */
  apiHost?: string | null
  apiTls?: boolean
}

/** Another place is another router to the API: it is known by its certificate anew. */
const API_PLACE = ['address', 'apiHost', 'apiPort', 'apiTls']

/**
 * Registers a router or changes one: its row, what FreeRADIUS knows of it and
 * the token its login page carries.
 */
@inject()
export class SaveRouter {
  constructor(
    private tenancy: Tenancy,
    private db: Database,
    private tunnels: TunnelAddresses
  ) {}

  /** @throws LimitReached, RouterAddressTaken, RouterNameTaken, TunnelAddressNotGiven */
  async execute(tenant: TenantScope, input: RouterInput, id?: number): Promise<Router> {
    const before = id ? await this.tenancy.run(tenant, () => Router.findOrFail(id)) : null
    const router = await this.tenancy.run(tenant, () => this.#save(tenant, input, id))
    try {
      await this.#publish(tenant, router)
    } catch (error) {
      await this.tenancy.run(tenant, () => this.#undo(router, before))
      throw isUniqueViolation(error) ? new RouterAddressTaken() : error
    }
    return router
  }

  /** RADIUS did not take it over: the router is again what it was, or is not. */
  async #undo(router: Router, before: Router | null): Promise<void> {
    router.useTransaction(this.tenancy.transaction)
    if (before) await router.merge(before.$attributes).save()
    else await router.delete()
  }

  async #save(tenant: TenantScope, input: RouterInput, id?: number): Promise<Router> {
    const { radiusSecret, apiPassword, ...rest } = input
    const router = id ? await Router.findOrFail(id) : new Router()
    if (!id) await requireRoom(this.tenancy.transaction, tenant, 'routers', countRouters)

    router.merge({ ...rest, kind: 'hotspot', apiState: 'unknown', apiMessage: null })
    if (!id) router.token = randomBytes(18).toString('base64url')
    if (radiusSecret) {
      router.radiusSecret = seal(radiusSecret, tenant.id, 'radius secret')
      router.radiusSecretNext = null
    }
    if (apiPassword) router.apiPassword = seal(apiPassword, tenant.id, 'router api password')
    if (API_PLACE.some((field) => field in router.$dirty)) {
      router.merge({ apiCertificate: null, apiCertificateSeen: null })
    }

    try {
      return await router.save()
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw violatedConstraint(error) === 'routers_name_unique'
        ? new RouterNameTaken()
        : new RouterAddressTaken()
    }
  }

  async #publish(tenant: TenantScope, router: Router): Promise<void> {
    const of = { tenantId: tenant.id, routerId: router.id }
    await this.db.connection('app').transaction(async (client) => {
      await this.tunnels.settle(client, of, router.address)
      await RadiusClient.updateOrCreate(
        of,
        { address: router.address, secret: router.secret(tenant.id), schema: tenant.schema },
        { client }
      )
      await RouterToken.updateOrCreate(
        of,
        { token: router.token, identity: router.identity },
        { client }
      )
    })
  }
}

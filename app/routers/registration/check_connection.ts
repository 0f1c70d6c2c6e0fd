import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { RouterApiError, RouterLoginRefused } from '#routers/api/router_api_errors'
import { withRouterSession } from '#routers/api/router_session'
import Router, { type ApiState } from '#routers/router'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Asks a router who it is, and remembers what came of it for the operator. */
@inject()
export class CheckConnection {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async execute(tenant: TenantScope, id: number): Promise<{ state: ApiState; message: string }> {
    const router = await this.tenancy.run(tenant, () => Router.findOrFail(id))
    const finding = await this.#ask(router, tenant.id)

    await this.tenancy.run(tenant, () =>
      Router.query().where('id', id).update({
        apiState: finding.state,
        apiMessage: finding.message,
        apiCheckedAt: this.clock.now().toJSDate(),
      })
    )
    return finding
  }

  async #ask(router: Router, tenantId: number): Promise<{ state: ApiState; message: string }> {
    try {
      return await withRouterSession(router.apiTarget(tenantId), async (session) => {
        const [identity] = await session.print('/system/identity')
        const [resource] = await session.print('/system/resource')
        const name = identity?.name ?? 'unknown'
        const version = resource?.version ?? 'unknown version'
        const mismatch =
          name === router.identity
            ? ''
            : ` Its identity is “${name}”, here it is “${router.identity}”: make them the same, or its customers are turned away.`
        return { state: 'reachable', message: `RouterOS ${version}.${mismatch}` }
      })
    } catch (error) {
      if (!(error instanceof RouterApiError)) throw error
      return {
        state: error instanceof RouterLoginRefused ? 'refused' : 'unreachable',
        message: error.message,
      }
    }
  }
}

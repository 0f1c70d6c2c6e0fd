import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Joining from '#routers/provisioning/joining'
import { joiningFacts, joiningUrl, type JoiningTenant } from '#routers/provisioning/joining_facts'
import { joiningScript } from '#routers/provisioning/joining_script'
import type { RouterOsMajor } from '#routers/provisioning/script_facts'
import Router from '#routers/router'
import { tunnelSteps } from '#routers/tunnels/tunnel_step'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Hands a router its script. */
@inject()
export class OpenScript {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns null when the token opens nothing on this tenant's host: unknown, old, used */
  async execute(
    tenant: TenantScope & JoiningTenant,
    token: string,
    major: RouterOsMajor
  ): Promise<string | null> {
    const joining = await Joining.query().where({ token, tenantId: tenant.id }).first()
    const now = this.clock.now()
    if (!joining?.opensScript(now.toJSDate())) return null

    const router = await this.tenancy.run(tenant, () => Router.find(joining.routerId))
    if (!router) return null
    await joining.merge({ fetches: joining.fetches + 1, fetchedAt: now }).save()
    const tunnel = await tunnelSteps(tenant.id, router, joiningUrl(tenant, joining))
    return joiningScript(joiningFacts(tenant, router, joining, major), { extra: tunnel(major) })
  }
}

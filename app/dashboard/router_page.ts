import RouterCommand from '#routers/commands/router_command'
import { portalEntrance } from '#routers/provisioning/login_page'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import type Router from '#routers/router'
import type Tenant from '#tenancy/models/tenant'

/** What the page of one router shows of RADIUS, and what it was told lately. */
export async function routerPage(tenant: Tenant, router: Router) {
  const radius = radiusFacts(router, tenant.id)
  const commands = await RouterCommand.query()
    .where('router_id', router.id)
    .orderBy('id', 'desc')
    .limit(20)

  return {
    router,
    radius,
    portalUrl: portalEntrance(router.token),
    commands: commands.map((command) => ({
      kind: command.kind,
      state: command.state,
      attempts: command.attempts,
      lastError: command.lastError,
      outcome: command.outcome,
      createdAt: command.createdAt,
      subject: command.subject,
    })),
  }
}

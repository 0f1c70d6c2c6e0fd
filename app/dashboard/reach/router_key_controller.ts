import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Joining from '#routers/provisioning/joining'
import { joiningUrl } from '#routers/provisioning/joining_facts'
import Router from '#routers/router'
import { TunnelKeys } from '#routers/tunnels/tunnel_keys'
import { tunnelSteps } from '#routers/tunnels/tunnel_step'
import { Clock } from '#core/clock'
import { Tenancy } from '#tenancy/tenancy'

const TOKEN = /^[\w-]{32,64}$/

/**
 * Takes the public key that a router's joining script posts, for as long as the token of its
 * line takes reports. The answer is the step as it now stands: a text that may be imported.
 */
@inject()
export default class RouterKeyController {
  constructor(
    private tenancy: Tenancy,
    private keys: TunnelKeys,
    private clock: Clock
  ) {}

  /** @throws InvalidTunnelKey, NoTunnel, TunnelKeyTaken */
  async store({ params, request, response, tenant }: HttpContext) {
    response.header('content-type', 'text/plain; charset=utf-8')
    response.header('cache-control', 'no-store')

    const token = String(params.token)
    const joining = TOKEN.test(token)
      ? await Joining.query().where({ token, tenantId: tenant.id }).first()
      : null
    const router =
      joining?.takesReports(this.clock.now().toJSDate()) &&
      (await this.tenancy.run(tenant, () => Router.find(joining.routerId)))
    if (!joining || !router) return response.status(404).send('unknown')

    await this.keys.take({ tenantId: tenant.id, routerId: router.id }, request.raw())
    const steps = await tunnelSteps(tenant.id, router, joiningUrl(tenant, joining))
    return steps(7)
      .flatMap(({ lines }) => [...lines, ''])
      .join('\n')
  }
}

import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { plainToken } from '#core/plain_token'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { QueueRouterCommands } from '#routers/commands/queue_router_commands'
import Router from '#routers/router'
import { seal } from '#tenancy/sealed'
import { Tenancy } from '#tenancy/tenancy'

/** How a router and we know each other: the RADIUS secret, the certificate of its API. */
@inject()
export default class RouterAccessController {
  constructor(
    private tenancy: Tenancy,
    private queueRouterCommands: QueueRouterCommands
  ) {}

  /** Has the router given a new RADIUS secret. Until it has it, the old one counts. */
  async secret(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { tenant } = ctx
    const name = await this.tenancy.run(tenant, async () => {
      const router = await Router.findOrFail(ctx.params.id)
      const secret = plainToken(24)
      const sealed = seal(secret, tenant.id, 'radius secret')
      await router.merge({ radiusSecretNext: sealed }).save()
      const dedupeKey = `secret:${router.id}:${randomBytes(9).toString('base64url')}`
      await this.queueRouterCommands.execute([
        { routerId: router.id, kind: 'secret', payload: {}, dedupeKey },
      ])
      await recordActivity(ctx, 'router.secret_changed', router.name)
      return router.name
    })
    notify(ctx, 'success', 'outbox.secret.asked', { name })
    return ctx.response.redirect(`/dashboard/routers/${ctx.params.id}`)
  }

  /** The certificate the router shows now is its own: it was replaced, or got a new one. */
  async certificate(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const name = await this.tenancy.run(ctx.tenant, async () => {
      const router = await Router.findOrFail(ctx.params.id)
      const seen = router.apiCertificateSeen
      if (seen === null || seen !== ctx.request.input('certificate')) return null
      await router.merge({ apiCertificate: seen, apiCertificateSeen: null }).save()
      await recordActivity(ctx, 'router.certificate_accepted', router.name, { certificate: seen })
      return router.name
    })
    if (name) notify(ctx, 'success', 'outbox.certificate.accepted', { name })
    else notify(ctx, 'error', 'outbox.certificate.another')
    return ctx.response.redirect(`/dashboard/routers/${ctx.params.id}`)
  }
}

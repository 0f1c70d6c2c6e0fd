import { CommandImpossible, type CommandHandler } from '#routers/commands/command_handler'
import { withRouterSession, type RouterSession } from '#routers/api/router_session'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * Gives a router its new RADIUS secret: the router first, read back, then FreeRADIUS, then
 * our own row. While the router cannot be told, nothing changes and nobody is cut off; once
 * it has been, sign-ins pause for as long as FreeRADIUS remembers a client at most
 * (RADIUS_CLIENT_SECONDS, 30), and the router asks again meanwhile. Killed anywhere, the
 * next try does the same again, or what is left of it.
 */
export function secretHandler(tenancy: Tenancy): CommandHandler<'secret'> {
  return async (tenant, { id }) => {
    const router = await tenancy.run(tenant, () => Router.findOrFail(id))
    const sealed = router.radiusSecretNext
    const secret = router.nextSecret(tenant.id)
    if (sealed === null || secret === null) return 'secret: nothing to change'

    const { host } = radiusFacts(router, tenant.id)
    await withRouterSession(router.apiTarget(tenant.id), (session) => tell(session, host, secret))

    await RadiusClient.query().where({ tenantId: tenant.id, routerId: id }).update({ secret })
    await tenancy.run(tenant, async () => {
      await Router.query().where('id', id).update({ radiusSecret: sealed })
      await Router.query()
        .where({ id, radiusSecretNext: sealed })
        .update({ radiusSecretNext: null })
    })
    return 'secret: changed'
  }
}

/** Sets the secret of every entry that points at us for the hotspot, and reads it back. */
async function tell(session: RouterSession, host: string, secret: string): Promise<void> {
  for (const { id } of await entries(session, host)) {
    await session.set('/radius', id, { secret })
  }
  const others = await entries(session, host)
  if (others.some((entry) => entry.secret !== undefined && entry.secret !== secret)) {
    throw new Error('The router took the new RADIUS secret, but shows another one still.')
  }
}

/** A user without the policy `sensitive` is not shown the secret; its `!done` has to do then. */
async function entries(session: RouterSession, address: string) {
  const rows = await session.print('/radius', { address }, ['.id', 'service', 'secret'])
  const ours = rows.filter(({ service = '' }) => service.split(',').includes('hotspot'))
  if (ours.length === 0) {
    throw new CommandImpossible(
      `The router has no RADIUS client for ${address} with service hotspot. ` +
        'Run its set-up script again, then retry.'
    )
  }
  return ours.map((row) => ({ id: row['.id'] ?? '', secret: row.secret }))
}

import app from '@adonisjs/core/services/app'
import { WatchRouter } from '#hotspot/router_watch/watch_router'
import type { RouterHealth } from '#routers/health/router_health'
import Router from '#routers/router'
import Tenant from '#tenancy/models/tenant'
import { connectRouter, openIsp, type ConnectedRouter, type Isp } from '#tests/support/isp'

export interface Watched extends ConnectedRouter {
  isp: Isp
}

/** A router of an ISP's, set up by the lines of its page. */
export async function watched(
  cleanup: (work: () => Promise<void>) => void,
  isp?: Isp
): Promise<Watched> {
  const owner = isp ?? (await openIsp())
  const connected = await connectRouter(owner)
  cleanup(() => connected.virtual.stop())
  return { isp: owner, ...connected }
}

/** One visit, as the scheduler makes it. */
export async function watch({ isp, router }: Watched, thorough = false): Promise<RouterHealth> {
  const watchRouter = await app.container.make(WatchRouter)
  const tenant = await Tenant.findOrFail(isp.tenant.id)
  const health = await watchRouter.execute(tenant, router.id, { thorough })
  if (!health) throw new Error('The router is gone')
  return health
}

/** Types lines into the router. @throws when it refuses one */
export async function type({ virtual }: Watched, ...lines: string[]): Promise<void> {
  const failed = (await virtual.configure(lines)).filter((reply) => reply.failed)
  if (failed.length > 0) throw new Error(`The router refused: ${JSON.stringify(failed)}`)
}

/** The row as it stands now. */
export function rowOf({ isp, router }: Watched): Promise<Router> {
  return isp.inside(() => Router.findOrFail(router.id))
}

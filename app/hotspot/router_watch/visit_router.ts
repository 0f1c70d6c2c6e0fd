import { RouterApiError } from '#routers/api/router_api_errors'
import { withRouterSession } from '#routers/api/router_session'
import { readRouter } from '#routers/health/read_router'
import type { RouterTrouble } from '#routers/health/router_health'
import type { RouterReading } from '#routers/health/router_reading'
import type Router from '#routers/router'

export type Visit =
  { reading: RouterReading; trouble: null } | { reading: null; trouble: RouterTrouble }

/** Reads a router by its API, or says why it could not be read. */
export async function visitRouter(router: Router, tenantId: number): Promise<Visit> {
  try {
    const reading = await withRouterSession(router.apiTarget(tenantId), (session) =>
      readRouter(session, router.secret(tenantId))
    )
    return { reading, trouble: null }
  } catch (error) {
    if (!(error instanceof RouterApiError)) throw error
    return { reading: null, trouble: { code: error.code, message: error.message } }
  }
}

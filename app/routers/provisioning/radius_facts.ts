import env from '#start/env'
import type Router from '#routers/router'
import { radiusReach } from '#routers/tunnels/tunnel_server'

/** What a router must be told of RADIUS: where it is, and the secret they share. */
export function radiusFacts(router: Router, tenantId: number) {
  return {
    ...radiusReach(router.address),
    authPort: env.get('RADIUS_AUTH_PORT'),
    acctPort: env.get('RADIUS_ACCT_PORT'),
    secret: router.secret(tenantId),
  }
}

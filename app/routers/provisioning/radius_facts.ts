import env from '#start/env'
import type Router from '#routers/router'

/** What a router must be told of RADIUS: where it is, and the secret they share. */
export function radiusFacts(router: Router, tenantId: number) {
  return {
    host: env.get('RADIUS_HOST'),
    authPort: env.get('RADIUS_AUTH_PORT'),
    acctPort: env.get('RADIUS_ACCT_PORT'),
    secret: router.secret(tenantId),
  }
}

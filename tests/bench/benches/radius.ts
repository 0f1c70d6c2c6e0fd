import { setting, type Bench, type BenchResult } from '../bench.js'
import { run as auth } from '../radius/auth.js'
import { run as burst } from '../radius/burst.js'
import { fromVariables, type RadiusBenchEnvironment } from '../radius/environment.js'
import { run as interim } from '../radius/interim.js'

/** The RADIUS benchmarks work in databases and on FreeRADIUS servers of their own. */
function bench(
  name: string,
  describe: string,
  measure: (environment: RadiusBenchEnvironment) => Promise<BenchResult>
): Bench {
  return {
    name,
    describe,
    async run(env) {
      const superuser = {
        user: setting(env, 'POSTGRES_SUPERUSER'),
        password: setting(env, 'POSTGRES_SUPERUSER_PASSWORD'),
      }
      return [await measure(fromVariables(superuser, env.settings))]
    },
  }
}

export const radiusAuth = bench(
  'radius-auth',
  'Access-Requests/s with 200 tenants against the stock single-tenant server',
  auth
)

export const radiusBurst = bench(
  'radius-burst',
  '5,000 sign-ins at one moment on a small SQL pool: accepted against asked',
  burst
)

export const radiusInterim = bench(
  'radius-interim',
  'interim updates/s against the stock queries without our trigger',
  interim
)

import { typescript } from './app.mjs'
import { readyLine } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { node } from './paths.mjs'

/** What our login.html on a router passes on; RouterOS fills in the values. */
const LOGIN_QUERY = ['identity', 'mac', 'ip', 'link-login-only', 'link-orig']
  .map((name) => `${name}=$(${name}-esc)`)
  .join('&amp;')

/** What our provisioning script sets on the hotspot's profile. */
const PROFILE = {
  'use-radius': 'yes',
  'radius-accounting': 'yes',
  'login-by': 'mac,http-pap',
  'mac-auth-mode': 'mac-as-username-and-password',
  'radius-mac-format': 'XX:XX:XX:XX:XX:XX',
  'nas-port-type': 'wireless-802.11',
}

/** Starts the virtual routers and the page that drives phones; returns its ready line. */
export async function startSimulator(instance, env, demo) {
  const config = instance.path('simulator.json')
  writeJson(config, {
    web: { host: env.HOST, port: instance.ports.simulator },
    routers: [demoRouter(env, demo), { ...spareRouter(instance), phones: 2 }],
  })
  const daemon = instance.daemon('simulator')
  await daemon.stop()
  daemon.start(node, typescript('tests/simulator/main.ts', '--config', config), { env })
  await daemon.ready(() => readyLine(daemon.log)?.ready === true, {
    hint: 'another copy of `npm run up` may hold 127.77.0.2 and 127.77.0.3; stop it',
  })
  return readyLine(daemon.log)
}

/** The demo's router, as our provisioning script leaves it. */
function demoRouter(env, { urls, router, radius }) {
  return {
    address: router.host,
    identity: router.identity,
    apiPort: router.port,
    apiUser: router.user,
    apiPassword: router.password,
    portalUrl: `${urls.demoPortal}?${LOGIN_QUERY}`,
    profile: PROFILE,
    radius: {
      address: env.RADIUS_HOST,
      authPort: Number(env.RADIUS_AUTH_PORT),
      acctPort: Number(env.RADIUS_ACCT_PORT),
      secret: radius.secret,
    },
    phones: 4,
  }
}

/** A router fresh from its box, for a person to connect to a tenant of their own. */
export function spareRouter({ secrets }) {
  return {
    address: '127.77.0.3',
    identity: 'MikroTik',
    apiPort: 8728,
    apiUser: 'admin',
    apiPassword: secrets.get('spare_router_password'),
  }
}

import { typescript } from './app.mjs'
import { readyLine } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { node } from './paths.mjs'

/** Starts the virtual routers and the page that drives phones; returns its ready line. */
export async function startSimulator(instance, env, demo) {
  const config = instance.path('simulator.json')
  writeJson(config, {
    web: { host: env.HOST, port: instance.ports.simulator },
    routers: [demoRouter(env, demo), unconfiguredRouter(env)],
  })
  const daemon = instance.daemon('simulator')
  await daemon.stop()
  daemon.start(node, typescript('tests/simulator/main.ts', '--config', config), { env })
  await daemon.ready(() => readyLine(daemon.log) !== undefined, {
    hint: 'another copy of `npm run up` may hold 127.77.0.2 and 127.77.0.3; stop it',
  })
  return readyLine(daemon.log)
}

/** The demo's router, as provisioning by our script would leave it. */
function demoRouter(env, { router, radius }) {
  return {
    address: router.host,
    identity: router.identity,
    api: { port: router.port, user: router.user, password: router.password },
    portal: { url: router.portalUrl ?? env.APP_URL, token: router.token },
    radius: {
      host: env.RADIUS_HOST,
      authPort: Number(env.RADIUS_AUTH_PORT),
      acctPort: Number(env.RADIUS_ACCT_PORT),
      secret: radius.secret,
    },
  }
}

/** A router fresh from its box, for a person to connect to a tenant of their own. */
function unconfiguredRouter() {
  return { address: '127.77.0.3', identity: 'MikroTik', api: { user: 'admin', password: '' } }
}

import { ace } from './app.mjs'
import { lastJson } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { standinAccounts } from './standins.mjs'
import { Trouble } from './trouble.mjs'

/** What the seed is told: passwords it shall set, accounts at the stand-ins, the router's place. */
export function demoEnvironment(instance) {
  const { bkash, bulksmsbd } = standinAccounts(instance).demo
  const { secrets } = instance
  return {
    DEMO_ADMIN_PASSWORD: secrets.get('demo_admin_password'),
    DEMO_OPERATOR_PASSWORD: secrets.get('demo_operator_password'),
    DEMO_ROUTER_ADDRESS: '127.77.0.2',
    DEMO_ROUTER_RADIUS_SECRET: secrets.get('demo_radius_secret'),
    DEMO_ROUTER_API_USER: 'portico',
    DEMO_ROUTER_API_PASSWORD: secrets.get('demo_router_password'),
    DEMO_BKASH_USERNAME: bkash.username,
    DEMO_BKASH_PASSWORD: bkash.password,
    DEMO_BKASH_APP_KEY: bkash.appKey,
    DEMO_BKASH_APP_SECRET: bkash.appSecret,
    DEMO_BULKSMSBD_API_KEY: bulksmsbd.apiKey,
    DEMO_BULKSMSBD_SENDER_ID: bulksmsbd.senderId,
  }
}

/** Makes the demo tenant where it is missing, and returns what the seed tells of it. */
export async function seedDemo(instance, env) {
  const told = { ...env, ...demoEnvironment(instance) }
  const demo = lastJson(await ace(instance, told, 'demo:seed'))
  if (demo?.router && demo?.radius && demo?.logins) {
    writeJson(instance.path('demo.json'), demo)
    return demo
  }
  throw new Trouble('node ace.js demo:seed did not end with its JSON line', {
    hint: 'the line must hold logins, radius and router',
    log: instance.path('logs', 'demo-seed.log'),
  })
}

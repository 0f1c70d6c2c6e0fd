import { migrate } from './app.mjs'
import { assets } from './assets.mjs'
import { superuserUrl } from './database.mjs'
import { handBack } from './clone_owner.mjs'
import { debianPackages } from './debian_packages.mjs'
import { seedDemo } from './demo.mjs'
import { DEMO_INVOICING } from './demo_invoicing.mjs'
import { childEnvironment, environment } from './environment.mjs'
import { writeJson } from './json_file.mjs'
import { npmPackages } from './npm_packages.mjs'
import { step } from './progress.mjs'
import { UP_INFO } from './running.mjs'
import { sandboxAccounts, starterGateways } from './sandbox_accounts.mjs'
import { startServices } from './services.mjs'
import { spareRouter, startSimulator } from './simulator.mjs'
import { startStandins } from './standins.mjs'
import { setUpStripeBilling, stripeBillingSettings } from './stripe_billing.mjs'
import { startWeb, startWorker } from './web.mjs'

/**
 * Starts everything of `npm run up`, each after what it needs, and writes .local/up.json.
 * Returns that file's content and how to start again the processes that may be restarted.
 */
export async function bringUp(instance) {
  await npmPackages()
  await debianPackages()
  await startServices(instance)
  const settings = environment(instance)
  const env = childEnvironment(settings, {
    ...stripeBillingSettings(instance, settings.HOST),
    STARTER_GATEWAYS: starterGateways(instance),
    INVOICING: JSON.stringify(DEMO_INVOICING),
  })

  let standins
  await step('Stand-ins', async () => {
    standins = await startStandins(instance, env)
    return 'seven payment gateways, SMS, e-mail, Stripe Billing, Google and GitHub, inbox'
  })
  await step('Schemas', () => migrate(instance, env))
  await step('Stripe Billing', async () => {
    await setUpStripeBilling(instance, env)
    return 'prices of the plans, portal, webhook'
  })
  let demo
  await step('Demo', async () => {
    demo = await seedDemo(instance, env)
    return demo.logins.operator.email
  })
  await assets(env)
  let simulator
  await step('Virtual MikroTik', async () => {
    simulator = await startSimulator(instance, env, demo)
    return demo.router.host
  })
  const restart = {
    web: () => startWeb(instance, env),
    worker: () => startWorker(instance, env),
  }
  await step('Web', restart.web)
  await step('Worker', restart.worker)

  const info = describe(instance, env, { demo, standins, simulator })
  writeJson(UP_INFO, info)
  await handBack('.local', 'public')
  return { info, restart }
}

/** A page that shows what the admin's authenticator app would, for who has no phone at hand. */
function authenticator(inbox, secret) {
  const url = new URL('/authenticator', inbox)
  url.searchParams.set('secret', secret)
  return url.href
}

function describe(instance, env, { demo, standins, simulator }) {
  return {
    urls: {
      ...demo.urls,
      phones: simulator.web,
      inbox: standins.inbox,
      mail: new URL('/mail', standins.inbox).href,
      authenticator: authenticator(standins.inbox, demo.logins.admin.totp_secret),
      handset: standins.handset,
      stripeBilling: standins.stripeBilling,
    },
    logins: demo.logins,
    radius: demo.radius,
    router: demo.router,
    postgres: superuserUrl(instance),
    redis: `redis://127.0.0.1:${instance.ports.redis}`,
    spareRouter: spareRouter(instance),
    sandbox: sandboxAccounts(instance).own,
  }
}

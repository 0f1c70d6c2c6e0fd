import { typescript } from './app.mjs'
import { readyLine } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { node } from './paths.mjs'
import { sandboxAccounts } from './sandbox_accounts.mjs'
import { stripeBillingStandin } from './stripe_billing.mjs'

/** Starts the servers that stand in for gateways and SMS; returns their addresses. */
export async function startStandins(instance, env) {
  const { starters, own } = sandboxAccounts(instance)
  const accounts = [...starters, own]
  const config = instance.path('standins.json')
  writeJson(config, {
    host: env.HOST,
    bkash: { port: instance.ports.bkash, merchants: accounts.map(({ bkash }) => bkash) },
    bulksmsbd: {
      port: instance.ports.bulksmsbd,
      accounts: accounts.map(({ bulksmsbd: { apiKey, senderId } }) => {
        return { apiKey, senderIds: [senderId], balance: 10_000 }
      }),
    },
    africastalking: {
      port: instance.ports.africastalking,
      accounts: [own.africastalking],
    },
    ...ownGateways(instance, own),
    oauth: oauth(instance, env),
    stripeBilling: stripeBillingStandin(instance, env),
    smtp: { port: instance.ports.smtp },
  })
  const daemon = instance.daemon('standins')
  await daemon.stop()
  daemon.start(node, typescript('tests/standins/main.ts', '--config', config), { env })
  await daemon.ready(() => readyLine(daemon.log)?.ready === true)
  return readyLine(daemon.log)
}

/** Our clients at Google and GitHub, and two people to be there. */
function oauth({ ports }, env) {
  const client = (provider, clientId, clientSecret) => {
    const redirectUris = [`${env.APP_URL}/oauth/${provider}/callback`]
    return { provider, clientId, clientSecret, redirectUris }
  }
  return {
    port: ports.oauth,
    clients: [
      client('google', env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET),
      client('github', env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET),
    ],
    people: [
      { name: 'Nadia Islam', email: 'nadia@greennet.test' },
      { name: 'Not verified', email: 'unproven@greennet.test', verified: false },
    ],
  }
}

/** Gateways at which only `own` has an account; Nagad's page shares its API's port. */
function ownGateways({ ports }, { nagad, shurjopay, sslcommerz, mpesa, razorpay, stripe }) {
  const { keys, merchantKeys, ...merchant } = nagad
  return {
    nagad: {
      port: ports.nagad,
      payPort: ports.nagad,
      keys,
      merchants: [{ ...merchant, publicKey: merchantKeys.publicKey }],
    },
    shurjopay: { port: ports.shurjopay, merchants: [shurjopay] },
    sslcommerz: { port: ports.sslcommerz, merchants: [sslcommerz] },
    mpesa: { port: ports.mpesa, merchants: [mpesa] },
    razorpay: { port: ports.razorpay, merchants: [razorpay] },
    stripe: { port: ports.stripe, merchants: [stripe] },
  }
}

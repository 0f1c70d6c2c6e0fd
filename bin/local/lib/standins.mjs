import { typescript } from './app.mjs'
import { readyLine } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { node } from './paths.mjs'
import { sandboxAccounts } from './sandbox_accounts.mjs'

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
  })
  const daemon = instance.daemon('standins')
  await daemon.stop()
  daemon.start(node, typescript('tests/standins/main.ts', '--config', config), { env })
  await daemon.ready(() => readyLine(daemon.log)?.ready === true)
  return readyLine(daemon.log)
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

import { typescript } from './app.mjs'
import { readyLine } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { node } from './paths.mjs'

/**
 * The accounts the stand-ins know: one of the demo's, which the seed gives to its tenant, and
 * one to type in for a tenant a person signs up ("GreenNet").
 */
export function standinAccounts({ secrets }) {
  const account = (name) => ({
    bkash: {
      name,
      username: name.toLowerCase(),
      password: secrets.get(`${name}_bkash_password`),
      appKey: secrets.get(`${name}_bkash_app_key`),
      appSecret: secrets.get(`${name}_bkash_app_secret`),
    },
    bulksmsbd: { apiKey: secrets.get(`${name}_sms_api_key`), senderId: senders[name] },
  })
  return { demo: account('Demo'), yours: account('GreenNet') }
}

const senders = { Demo: '8809617000001', GreenNet: '8809617000002' }

/** Starts the servers that stand in for bKash and BulkSMSBD; returns their addresses. */
export async function startStandins(instance, env) {
  const accounts = Object.values(standinAccounts(instance))
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
  })
  const daemon = instance.daemon('standins')
  await daemon.stop()
  daemon.start(node, typescript('tests/standins/main.ts', '--config', config), { env })
  await daemon.ready(() => readyLine(daemon.log)?.ready === true)
  return readyLine(daemon.log)
}

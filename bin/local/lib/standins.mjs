import { typescript } from './app.mjs'
import { readyLine } from './health.mjs'
import { writeJson } from './json_file.mjs'
import { node } from './paths.mjs'
import { sandboxAccounts } from './sandbox_accounts.mjs'

/** Starts the servers that stand in for bKash and BulkSMSBD; returns their addresses. */
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
  })
  const daemon = instance.daemon('standins')
  await daemon.stop()
  daemon.start(node, typescript('tests/standins/main.ts', '--config', config), { env })
  await daemon.ready(() => readyLine(daemon.log)?.ready === true)
  return readyLine(daemon.log)
}

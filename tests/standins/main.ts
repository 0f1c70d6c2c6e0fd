import { parseArgs } from 'node:util'
import { startAfricasTalking } from './africastalking/start.js'
import { startBkash } from './bkash/start.js'
import { startBulkSmsBd } from './bulksmsbd/start.js'
import { readConfig, type StandInsConfig } from './config.js'
import { startGateways } from './gateways.js'
import { Inbox } from './inbox/inbox.js'
import { MovableClock } from './kit/clock.js'
import { startPlatform } from './platform.js'
import { startSmtp } from './smtp/start.js'

/**
 * All stand-ins in one process:
 * `node --import @poppinss/ts-exec tests/standins/main.ts --config <file.json>`.
 * Prints one JSON line when all of them listen; ends cleanly on SIGTERM and SIGINT.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined) throw new Error('Say which file: --config <file.json>')
  const config = await readConfig(values.config)
  const { host, bkash, bulksmsbd, africastalking } = config

  const servers: { stop(): Promise<void> }[] = []
  const stopAll = async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  // Exits by itself: a signal may also come while a server is only being started.
  const end = async () => {
    await stopAll()
    process.exit(0)
  }
  process.once('SIGTERM', () => void end())
  process.once('SIGINT', () => void end())

  try {
    const payment = await startBkash({ host, ...bkash })
    servers.push(payment)
    const inbox = new Inbox(new MovableClock())
    const sms = await startBulkSmsBd({ host, inbox, ...bulksmsbd })
    servers.push(sms)
    if (africastalking) servers.push(await startAfricasTalking({ host, inbox, ...africastalking }))
    const ready = {
      bkash: payment.baseUrl,
      bulksmsbd: sms.baseUrl,
      inbox: sms.inboxUrl,
      ...(await startGateways(host, config, servers)),
      ...(await startPlatform(host, config, servers)),
      ...(await startMail(host, config, inbox, servers)),
    }
    process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`)
  } catch (error) {
    await stopAll()
    throw error
  }
}

/** The mail server, where one is configured; its letters are read beside the SMS. */
async function startMail(
  host: string,
  { smtp }: Pick<StandInsConfig, 'smtp'>,
  inbox: Inbox,
  servers: { stop(): Promise<void> }[]
): Promise<Record<string, string>> {
  if (!smtp) return {}
  const server = await startSmtp({ host, ...smtp })
  servers.push(server)
  inbox.mails = server.mails
  return { smtp: `smtp://${server.host}:${server.port}` }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

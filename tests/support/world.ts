import app from '@adonisjs/core/services/app'
import { Sweeper } from '#start/sweeper'
import { startWorkers } from '#start/workers'
import { startBkash, type RunningBkash } from '#tests/standins/bkash/start'
import { startBulkSmsBd, type RunningBulkSmsBd } from '#tests/standins/bulksmsbd/start'

const TICK_MS = 200

/** What the application meets outside: the providers, and the background work that talks to them. */
export interface World {
  bkash: RunningBkash
  sms: RunningBulkSmsBd
}

export const SMS_ACCOUNT = { apiKey: 'sms-key-of-the-tests', senderIds: ['8809617000009'] }

let current: World | undefined

/** The world of this process. @throws before it was started */
export function world(): World {
  if (!current) throw new Error('The world has not been started')
  return current
}

/** Starts stand-ins where the environment says the providers are, workers and the scheduler. */
export async function startWorld(): Promise<() => Promise<void>> {
  if (current) return async () => {}

  const bkash = await startBkash({ port: portOf('BKASH_BASE_URL') })
  const sms = await startBulkSmsBd({
    port: portOf('BULKSMSBD_BASE_URL'),
    accounts: [{ ...SMS_ACCOUNT, balance: 100_000 }],
  })
  current = { bkash, sms }

  await startWorkers(app)
  const stopSweeping = await sweep()
  return async () => {
    await stopSweeping()
    await Promise.all([bkash.stop(), sms.stop()])
    current = undefined
  }
}

async function sweep(): Promise<() => Promise<void>> {
  const sweeper = await app.container.make(Sweeper)
  let stopped = false
  const loop = (async () => {
    while (!stopped) {
      await sweeper.tick()
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
  })()
  return async () => {
    stopped = true
    await loop
  }
}

function portOf(variable: string): number {
  const url = process.env[variable]
  if (!url) throw new Error(`${variable} is not set; start the tests with npm test`)
  return Number(new URL(url).port)
}

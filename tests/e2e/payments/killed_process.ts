import { spawn } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { eventually } from '#tests/support/eventually'

/** A process takes long to start on a busy machine; this is no measure of anything. */
const PATIENCE_SECONDS = 40

/**
 * A process that takes one step with money (one_payment.ts) and is killed, by a signal it cannot
 * catch, at the moment in which the gateway has done its part.
 */
export async function killedWhen(isDone: () => boolean, ...args: readonly string[]): Promise<void> {
  const script = app.makePath('tests/e2e/payments/one_payment.ts')
  const child = spawn(process.execPath, ['--import', '@poppinss/ts-exec', script, ...args], {
    cwd: app.makePath(),
    stdio: 'ignore',
  })
  const exit = once(child, 'exit')
  try {
    await eventually('the gateway has done its part', isDone, PATIENCE_SECONDS)
  } finally {
    child.kill('SIGKILL')
  }
  const [, signal]: unknown[] = await exit
  if (signal !== 'SIGKILL') throw new Error('The process ended by itself')
}

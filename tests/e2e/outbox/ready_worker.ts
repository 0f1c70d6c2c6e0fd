import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'

interface ReadyWorker {
  child: ChildProcess
  begin(): void
}

/**
 * A worker process for one router (one_worker.ts) that has started and waits to be told to begin:
 * on a busy machine that takes so long that another worker would look after the command first.
 */
export async function readyWorker(tenantId: number, routerId: number): Promise<ReadyWorker> {
  const script = app.makePath('tests/e2e/outbox/one_worker.ts')
  const child = spawn(
    process.execPath,
    ['--import', '@poppinss/ts-exec', script, String(tenantId), String(routerId)],
    { cwd: app.makePath(), stdio: ['pipe', 'pipe', 'ignore'] }
  )
  const ended = once(child, 'exit').then(() => {
    throw new Error('The worker ended before it began')
  })
  await Promise.race([once(child.stdout, 'data'), ended])
  ended.catch(() => {})
  child.stdout.resume()
  return { child, begin: () => void child.stdin.end('begin\n') }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { typescript } from './app.mjs'
import { httpStatus } from './health.mjs'
import { node } from './paths.mjs'
import { Trouble } from './trouble.mjs'

/** Starts the web process; ready when /health says so. */
export async function startWeb(instance, env) {
  const daemon = instance.daemon('web')
  await daemon.stop()
  daemon.start(node, typescript('bin/server.ts'), { env })
  const url = `http://127.0.0.1:${env.PORT}/health`
  await daemon.ready(async () => (await httpStatus(url)) === 200, {
    seconds: 60,
    hint: `GET ${url} must answer 200`,
  })
  return env.APP_URL
}

/** How long a worker that cannot work takes to find out, in milliseconds. */
const BOOT_MS = 2500

/** Starts the worker; it has no port to ask, so ready means that it has not given up. */
export async function startWorker(instance, env) {
  const daemon = instance.daemon('worker')
  await daemon.stop()
  daemon.start(node, ['ace.js', 'work'], { env })
  await Promise.race([daemon.exit, sleep(BOOT_MS)])
  if (!daemon.running) throw new Trouble('the worker ended at once', { log: daemon.log })
  return 'jobs and schedules'
}

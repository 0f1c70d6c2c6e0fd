import { dirname, join } from 'node:path'
import { setting, type BenchEnvironment } from '../bench.js'
import { Child } from './child.js'
import { Browser } from './http.js'

/** The web process of bin/server.ts, as production runs it; ready when /health says so. */
export async function startWeb(
  env: BenchEnvironment,
  more: NodeJS.ProcessEnv = {}
): Promise<Child> {
  using browser = new Browser(1)
  const health = `${setting(env, 'APP_URL')}/health`
  const healthy = () =>
    browser.get(health).then(
      ({ status }) => status === 200,
      () => false
    )
  return Child.start(
    options(env, 'web', ['--import', '@poppinss/ts-exec', 'bin/server.ts'], more),
    healthy
  )
}

/** The worker and scheduler of `node ace.js work`; ready when it says so. */
export async function startWorker(
  env: BenchEnvironment,
  more: NodeJS.ProcessEnv = {}
): Promise<Child> {
  return Child.start(options(env, 'worker', ['ace.js', 'work'], more), ({ said }) =>
    said.includes('worker ready')
  )
}

function options(env: BenchEnvironment, name: string, args: string[], more: NodeJS.ProcessEnv) {
  return {
    name,
    args,
    cwd: env.app.makePath(),
    env: { ...env.settings, LOG_LEVEL: 'error', ...more },
    log: join(dirname(setting(env, 'RADIUS_RUN_DIR')), 'logs', `bench-${name}.log`),
  }
}

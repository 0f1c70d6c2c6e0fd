import { rmSync } from 'node:fs'
import { freshDatabase } from './database.mjs'
import { debianPackages } from './debian_packages.mjs'
import { childEnvironment, environment } from './environment.mjs'
import { Instance } from './instance.mjs'
import { onInterrupt } from './interruption.mjs'
import { readJson, writeJson } from './json_file.mjs'
import { npmPackages } from './npm_packages.mjs'
import { step } from './progress.mjs'
import { flushRedis } from './redis.mjs'
import { keep, keeper } from './running.mjs'
import { startServices, stopServices } from './services.mjs'
import { Trouble } from './trouble.mjs'

/**
 * Runs `work(instance, env)` with the services of an instance and an empty database, and stops
 * them at its end, unless they are to be kept or `services.mjs start` had started them.
 */
export async function withServices(name, { keepAlive = false } = {}, work) {
  const instance = new Instance(name)
  const release = keep(instance)
  if (!release) {
    throw new Trouble(`"${name}" is in use by process ${keeper(instance)?.pid}`, {
      hint: 'wait for it, or use services of your own: TEST_INSTANCE=test-mine npm test',
    })
  }
  const mark = instance.path('keep.json')
  const finish = async () => {
    if (!readJson(mark)) await stopServices(instance)
    release()
  }
  onInterrupt(() => finish().then(() => process.exit(130)))
  try {
    await npmPackages()
    await debianPackages()
    if (keepAlive) writeJson(mark, { since: new Date().toISOString() })
    await startServices(instance)
    await step('Empty database', () => freshDatabase(instance))
    await flushRedis(instance)
    await work(instance, childEnvironment(environment(instance)))
  } finally {
    await finish()
  }
}

/** Services may be stopped again at the end of the next run. */
export function unkeep(instance) {
  rmSync(instance.path('keep.json'), { force: true })
}

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
export async function withServices(name, options, work) {
  await withInstances([name], options, ([{ instance, env }]) => work(instance, env))
}

/** The same for several instances at once: `work([{ instance, env }, …])`. */
export async function withInstances(names, { keepAlive = false } = {}, work) {
  const kept = []
  const finish = () => Promise.all(kept.splice(0).map((each) => each()))
  onInterrupt(() => finish().then(() => process.exit(130)))
  try {
    const instances = names.map((name) => {
      const instance = new Instance(name)
      kept.push(hold(instance))
      return instance
    })
    await npmPackages()
    await debianPackages()
    const ready = []
    for (const instance of instances) ready.push(await prepare(instance, keepAlive))
    await work(ready)
  } finally {
    await finish()
  }
}

/** Makes the instance ours; returns what lets it go. @throws Trouble when somebody has it */
function hold(instance) {
  const release = keep(instance)
  if (!release) {
    throw new Trouble(`"${instance.name}" is in use by process ${keeper(instance)?.pid}`, {
      hint: 'wait for it, or use services of your own: TEST_INSTANCE=test-mine npm test',
    })
  }
  return async () => {
    if (!readJson(instance.path('keep.json'))) await stopServices(instance)
    release()
  }
}

async function prepare(instance, keepAlive) {
  if (keepAlive) writeJson(instance.path('keep.json'), { since: new Date().toISOString() })
  await startServices(instance)
  await step('Empty database', () => freshDatabase(instance))
  await flushRedis(instance)
  return { instance, env: childEnvironment(environment(instance)) }
}

/** Services may be stopped again at the end of the next run. */
export function unkeep(instance) {
  rmSync(instance.path('keep.json'), { force: true })
}

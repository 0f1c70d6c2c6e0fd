import { readdirSync, statSync } from 'node:fs'
import { Instance } from './lib/instance.mjs'
import { main } from './lib/main.mjs'
import { inLocal } from './lib/paths.mjs'
import { end } from './lib/proc.mjs'
import { say } from './lib/progress.mjs'
import { forgetUp, keeper } from './lib/running.mjs'
import { stopServices } from './lib/services.mjs'

/** `--all` stops the services of test and bench too, where a run has left them. */
function instances() {
  if (!process.argv.includes('--all')) return [new Instance('up')]
  const present = (path) => statSync(inLocal(path, 'run'), { throwIfNoEntry: false })
  const names = statSync(inLocal(), { throwIfNoEntry: false }) ? readdirSync(inLocal()) : []
  return names.filter(present).map((name) => new Instance(name))
}

await main(async () => {
  let any = false
  for (const instance of instances()) {
    const record = keeper(instance)
    if (record) await end(record, { patience: 30_000 })
    const left = await stopServices(instance)
    any ||= record !== undefined || left.length > 0
  }
  forgetUp()
  say(any ? 'Portico is stopped.' : 'Portico was not running.')
})

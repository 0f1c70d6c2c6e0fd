import { setTimeout as sleep } from 'node:timers/promises'
import { bringUp } from './lib/bring_up.mjs'
import { detach } from './lib/detach.mjs'
import { Instance } from './lib/instance.mjs'
import { onInterrupt } from './lib/interruption.mjs'
import { main } from './lib/main.mjs'
import { say } from './lib/progress.mjs'
import { report } from './lib/report.mjs'
import { forgetUp, keep, keeper, upInfo } from './lib/running.mjs'
import { stopServices } from './lib/services.mjs'
import { Supervisor } from './lib/supervisor.mjs'

const instance = new Instance('up')

/** Another `up` runs or is about to: tell its addresses. False when it ended meanwhile. */
async function tellRunning() {
  for (let told = false; keeper(instance); await sleep(300)) {
    if (upInfo()) {
      say('\nPortico is running already. `npm run down` stops it.')
      report(upInfo())
      return true
    }
    if (!told) say('Another `npm run up` is starting Portico; waiting for it …')
    told = true
  }
  return false
}

async function start() {
  const release = keep(instance)
  if (!release) return (await tellRunning()) ? undefined : start()
  let supervisor
  const stop = async (code) => {
    supervisor?.end()
    say('\nStopping …')
    forgetUp()
    await stopServices(instance)
    release()
    say('Stopped.')
    process.exit(code)
  }
  onInterrupt(() => stop(supervisor ? 0 : 130))
  endWithNpm()

  say('\nPortico is starting.')
  forgetUp()
  await stopServices(instance)
  try {
    const { info, restart } = await bringUp(instance)
    supervisor = new Supervisor(instance, restart)
    if (process.connected) process.send({ ready: true })
    else report(info)
  } catch (error) {
    await stopServices(instance)
    release()
    throw error
  }
  if (!process.argv.includes('--supervised')) say('  Ctrl-C stops everything.\n')
  await supervisor.watch()
  await new Promise(() => {})
}

/** npm told to end by a signal leaves its script behind: then nobody is there to say Ctrl-C. */
function endWithNpm() {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event !== 'up' || process.connected) return
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref()
}

await main(async () => {
  if (!process.argv.includes('--detach')) return start()
  if (keeper(instance) && (await tellRunning())) return
  await detach(instance)
  report(upInfo())
  say('  Running in the background; `npm run down` stops it.\n')
})

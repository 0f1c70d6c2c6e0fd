import { spawn } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/** Signals the process from inside, some time after it began to listen to signals. */
const signalAfter = (delayMs: number) =>
  `data:text/javascript,const look=setInterval(()=>{if(process.listenerCount("SIGTERM")){clearInterval(look);setTimeout(()=>process.kill(process.pid,"SIGTERM"),${delayMs})}},1)`

test.group('The worker', (group) => {
  group.tap((one) => one.timeout(60_000))

  /** It takes about a second and a half to start; whatever it is at, it ends. */
  test('ends when told {delayMs} ms after it began to start')
    .with([{ delayMs: 600 }, { delayMs: 1200 }, { delayMs: 1500 }, { delayMs: 1800 }])
    .run(async ({ assert, cleanup }, { delayMs }) => {
      const worker = spawn(
        process.execPath,
        ['--import', signalAfter(delayMs), app.makePath('ace.js'), 'work'],
        { cwd: app.makePath(), stdio: 'ignore' }
      )
      cleanup(() => void worker.kill('SIGKILL'))
      const [, signal]: unknown[] = await once(worker, 'exit', {
        signal: AbortSignal.timeout(30_000),
      })
      assert.isNull(signal, 'it ended by itself')
    })
})

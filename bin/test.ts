import { configure, processCLIArgs, run } from '@japa/runner'
import { fail, portico } from './portico.js'
import { partOf } from './test_part.js'

process.env.NODE_ENV = 'test'

portico(['SIGTERM'])
  .testRunner()
  .configure(async (app) => {
    const { runnerHooks, ...config } = await import('../tests/bootstrap.js')

    processCLIArgs(process.argv.splice(2))
    configure({
      ...app.rcFile.tests,
      suites: app.rcFile.tests.suites.map((suite) => partOf(suite)),
      ...config,
      setup: runnerHooks.setup,
      teardown: runnerHooks.teardown.concat([() => app.terminate()]),
    })
  })
  .run(() => run())
  .catch(fail)

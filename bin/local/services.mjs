import { Instance } from './lib/instance.mjs'
import { run } from './lib/command.mjs'
import { freshDatabase } from './lib/database.mjs'
import { debianPackages } from './lib/debian_packages.mjs'
import { childEnvironment } from './lib/environment.mjs'
import { readJson, writeJson } from './lib/json_file.mjs'
import { main } from './lib/main.mjs'
import { npmPackages } from './lib/npm_packages.mjs'
import { progressToStderr, say } from './lib/progress.mjs'
import { startServices, stopServices } from './lib/services.mjs'
import { Trouble } from './lib/trouble.mjs'
import { unkeep } from './lib/with_services.mjs'

const USAGE = `Starts just the services (Postgres, Redis, PgBouncer, FreeRADIUS) of an instance.

  node bin/local/services.mjs start [NAME]         start, then print the environment
  node bin/local/services.mjs env [NAME] [--json]  print it (for eval, or as JSON)
  node bin/local/services.mjs fresh [NAME]         drop the database and make it anew
  node bin/local/services.mjs run NAME -- COMMAND  run a command with the environment
  node bin/local/services.mjs stop [NAME]          stop them

NAME is test when left out; any other name (test-mine) is a set of its own.`

const [verb, given] = process.argv.slice(2)
const instance = () => new Instance(given && !given.startsWith('-') ? given : 'test')

const verbs = {
  async start() {
    const mine = instance()
    await npmPackages()
    await debianPackages()
    writeJson(mine.path('keep.json'), { since: new Date().toISOString() })
    // Whoever needs only the database is not to wait for a broken FreeRADIUS configuration.
    await startServices(mine).finally(() => readJson(mine.path('env.json')) && print(mine))
  },
  async env() {
    print(instance())
  },
  async fresh() {
    const mine = instance()
    await startServices(mine)
    await freshDatabase(mine)
    say('  database portico is new and empty')
  },
  async run() {
    const mine = instance()
    const [program, ...args] = process.argv.slice(process.argv.indexOf('--') + 1)
    const env = childEnvironment(known(mine))
    const { code } = await run(program, args, { env, cwd: process.cwd(), stdio: 'inherit' })
    process.exitCode = code ?? 1
  },
  async stop() {
    const mine = instance()
    unkeep(mine)
    const stopped = await stopServices(mine)
    say(stopped.length ? `  stopped ${stopped.join(', ')}` : '  nothing was running')
  },
}

function known(mine) {
  const env = readJson(mine.path('env.json'))
  if (env) return env
  const hint = `node bin/local/services.mjs start ${mine.name}`
  throw new Trouble(`the services of "${mine.name}" were never started`, { hint })
}

function print(mine) {
  const env = known(mine)
  const quoted = (value) => `'${value.replaceAll("'", "'\\''")}'`
  const lines = Object.entries(env).map(([key, value]) => `export ${key}=${quoted(value)}`)
  process.stdout.write(
    process.argv.includes('--json') ? `${JSON.stringify(env, null, 2)}\n` : `${lines.join('\n')}\n`
  )
}

progressToStderr()
await main(async () => {
  if (verbs[verb]) await verbs[verb]()
  else process.stdout.write(`${USAGE}\n`)
})

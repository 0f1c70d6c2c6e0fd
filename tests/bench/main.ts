import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ApplicationService } from '@adonisjs/core/types'
import { portico } from '../../bin/portico.js'
import type { Bench, BenchEnvironment } from './bench.js'
import { catalogue, jsonReport, tableReport } from './report.js'

/**
 * `npm run bench [-- --json] [-- NAME…]`. Results go to stdout, everything else to stderr. A
 * benchmark that fails says why; the others still run, and the exit code is 1.
 */
const LIMIT_MS = 8 * 60_000
const say = (text: string) => void process.stderr.write(`${text}\n`)

// The application logs to stdout, which is for results alone; what goes wrong is thrown anyway.
process.env.LOG_LEVEL = 'silent'
for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
  process.once(signal, () => process.exit(code))
}

/** A port nobody listens on, so that a benchmark never measures somebody else's server. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port')
  return address.port
}

async function boot(): Promise<ApplicationService> {
  const port = await freePort()
  Object.assign(process.env, { PORT: String(port), APP_URL: `http://localhost:${port}` })
  const app = portico([]).createApp('console')
  await app.init()
  await app.boot()
  await app.start(() => {})
  return app
}

function choose(benches: readonly Bench[], names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name))
  if (unknown !== undefined) {
    throw new Error(`There is no benchmark "${unknown}". There are:\n${catalogue(benches)}`)
  }
  return names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name))
}

/** A benchmark that hangs must not keep the others from running. */
async function tooLong(): Promise<never> {
  await sleep(LIMIT_MS, undefined, { ref: false })
  throw new Error(`It was not done after ${LIMIT_MS / 60_000} minutes`)
}

async function runOne(bench: Bench, env: BenchEnvironment) {
  say(`\n${bench.name}: ${bench.describe}`)
  const begun = performance.now()
  try {
    return await Promise.race([bench.run(env), tooLong()])
  } catch (error) {
    say(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exitCode = 1
    return []
  } finally {
    say(`  ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const app = await boot()
  try {
    // Only now: what the benchmarks import wants a booted application.
    const { benches } = await import('./registry.js')
    const chosen = choose(benches, positionals)
    const write = (text: string) => void process.stdout.write(text)
    const report = values.json ? jsonReport(write) : tableReport(write)
    const env = { app, settings: process.env, note: (text: string) => say(`  ${text}`) }
    for (const bench of chosen) report.add(await runOne(bench, env))
    report.end()
  } finally {
    await app.terminate()
  }
}

try {
  await main()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
// A benchmark that failed may have left a connection open, which nobody waits for.
process.exit()

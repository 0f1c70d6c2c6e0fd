import { migratePlatform, typescript } from './lib/app.mjs'
import { assets } from './lib/assets.mjs'
import { checks } from './lib/checks.mjs'
import { chromium } from './lib/chromium.mjs'
import { main } from './lib/main.mjs'
import { node } from './lib/paths.mjs'
import { say, step } from './lib/progress.mjs'
import { runQuietly, runStreaming } from './lib/streaming.mjs'
import { notRunText, summary } from './lib/test_summary.mjs'
import { withInstances } from './lib/with_services.mjs'

const args = process.argv.slice(2)

/** TEST_INSTANCE=test-mine has services of its own; TEST_ONLY=1 leaves out lint and types. */
const name = process.env.TEST_INSTANCE ?? 'test'

/**
 * Most of a suite's time is waiting, for routers, gateways and clocks, so that the suites run
 * side by side, each lane on services of its own. The first is read as it comes, the others
 * when they are done. What was asked for by name runs alone.
 */
const LANES =
  args.length > 0
    ? [{ args }]
    : [
        { args: ['functional'], part: '1/2' },
        { args: ['functional'], part: '2/2' },
        { args: ['e2e'] },
        { args: ['unit', 'browser'] },
      ]

let results = []

await main(() =>
  withInstances(
    LANES.map((_, lane) => (lane === 0 ? name : `${name}-${lane + 1}`)),
    { keepAlive: process.env.TEST_KEEP === '1' },
    async (instances) => {
      const browser = await chromium()
      await assets(instances[0].env)
      const [faults] = await Promise.all([
        process.env.TEST_ONLY === '1' ? [] : checks(instances[0].env),
        schemas(instances),
      ])
      const lanes = instances.map(({ env }, lane) => ({
        args: LANES[lane].args,
        env: {
          ...env,
          TEST_LANE: `${lane}`,
          ...(LANES[lane].part && { TEST_PART: LANES[lane].part }),
          ...(browser && { CHROMIUM_PATH: browser }),
        },
      }))

      const [first, ...others] = lanes
      say()
      results = await Promise.all([run(first, runStreaming), ...others.map(runAside)])
      for (const title of faults) say(`${title} found faults, see above.`)
      report(results, faults)
    }
  )
)

/** When everything has been stopped and told: nothing may hide it. */
const notRun = notRunText(results)
if (notRun) say(`\n${notRun}`)

/** The tables of the platform; there are no tenants yet. */
async function schemas(instances) {
  for (const { instance, env } of instances) {
    await step('Schemas', () => migratePlatform(instance, env))
  }
}

async function run(lane, how) {
  const { code, stdout } = await how(node, typescript('bin/test.ts', ...lane.args), lane.env)
  return { code, stdout, ...summary(stdout, code) }
}

async function runAside(lane) {
  const result = await run(lane, runQuietly)
  process.stdout.write(`\n${result.stdout}`)
  return result
}

function report(results, faults) {
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  say(`\n${passed} passed, ${failed} failed`)
  const code = results.find((result) => result.code !== 0)?.code
  process.exitCode = faults.length === 0 && failed === 0 ? (code ?? 0) : code || 1
}

import { migrate, typescript } from './lib/app.mjs'
import { assets } from './lib/assets.mjs'
import { checks } from './lib/checks.mjs'
import { chromium } from './lib/chromium.mjs'
import { main } from './lib/main.mjs'
import { node } from './lib/paths.mjs'
import { say, step } from './lib/progress.mjs'
import { runStreaming } from './lib/streaming.mjs'
import { summary } from './lib/test_summary.mjs'
import { withServices } from './lib/with_services.mjs'

const args = process.argv.slice(2)

/** TEST_INSTANCE=test-mine has services of its own; TEST_ONLY=1 leaves out lint and types. */
const name = process.env.TEST_INSTANCE ?? 'test'

await main(() =>
  withServices(name, { keepAlive: process.env.TEST_KEEP === '1' }, async (instance, env) => {
    const browser = await chromium()
    if (browser) env.CHROMIUM_PATH = browser
    await assets(env)
    await step('Schemas', () => migrate(instance, env))
    const faults = process.env.TEST_ONLY === '1' ? [] : await checks(env)

    say()
    const { code, stdout } = await runStreaming(node, typescript('bin/test.ts', ...args), env)
    const { passed, failed } = summary(stdout, code)
    for (const title of faults) say(`${title} found faults, see above.`)
    say(`\n${passed} passed, ${failed} failed`)
    process.exitCode = code === 0 && faults.length === 0 && failed === 0 ? 0 : code || 1
  })
)

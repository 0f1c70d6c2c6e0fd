import { migrate, typescript } from './lib/app.mjs'
import { assets } from './lib/assets.mjs'
import { run } from './lib/command.mjs'
import { main } from './lib/main.mjs'
import { node } from './lib/paths.mjs'
import { progressToStderr, step } from './lib/progress.mjs'
import { withServices } from './lib/with_services.mjs'

/** stdout carries the results alone: one JSON line each with --json. */
progressToStderr()

await main(async () => {
  const args = typescript('tests/bench/main.ts', ...process.argv.slice(2))
  await withServices('bench', {}, async (instance, env) => {
    await assets(env)
    await step('Schemas', () => migrate(instance, env))
    const { code } = await run(node, args, { env, stdio: 'inherit' })
    process.exitCode = code ?? 1
  })
})

import { closeSync, writeSync } from 'node:fs'
import { run } from './command.mjs'
import { openLog } from './logs.mjs'
import { inLocal, node } from './paths.mjs'
import { say, step } from './progress.mjs'

const CHECKS = [
  { title: 'Lint', args: ['node_modules/eslint/bin/eslint.js', '.'] },
  { title: 'Types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
]

/** Lint and types, side by side; prints what they find and returns the failed ones. */
export async function checks(env) {
  const passed = await Promise.all(CHECKS.map((check) => passes(check, env)))
  return CHECKS.filter((_, place) => !passed[place]).map(({ title }) => title)
}

async function passes({ title, args }, env) {
  const output = openLog(inLocal('logs', `${title.toLowerCase()}.log`))
  let result
  const check = async () => {
    result = await run(node, args, { env, onStdout: (text) => writeSync(output, text) })
    if (result.code !== 0) throw new Error('found faults')
    return 'no faults'
  }
  try {
    await step(title, check)
    return true
  } catch {
    say(`${result.stdout}${result.stderr}`.trimEnd())
    return false
  } finally {
    closeSync(output)
  }
}

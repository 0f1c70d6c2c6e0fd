import { closeSync, writeSync } from 'node:fs'
import { run } from './command.mjs'
import { openLog } from './logs.mjs'
import { inLocal, node } from './paths.mjs'
import { say, step } from './progress.mjs'

const CHECKS = [
  { title: 'Lint', args: ['node_modules/eslint/bin/eslint.js', '.'] },
  { title: 'Types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
]

/** Lint and types, one after the other; prints what they find and returns the failed ones. */
export async function checks(env) {
  const failed = []
  for (const { title, args } of CHECKS) {
    const log = inLocal('logs', `${title.toLowerCase()}.log`)
    const output = openLog(log)
    let result
    const check = async () => {
      result = await run(node, args, { env, onStdout: (text) => writeSync(output, text) })
      if (result.code !== 0) throw new Error('found faults')
      return 'no faults'
    }
    await step(title, check).catch(() => {
      failed.push(title)
      say(`${result.stdout}${result.stderr}`.trimEnd())
    })
    closeSync(output)
  }
  return failed
}

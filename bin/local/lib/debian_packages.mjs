import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { accessSync, constants, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, run } from './command.mjs'
import { readJson, writeJson } from './json_file.mjs'
import { alone } from './lock.mjs'
import { inLocal } from './paths.mjs'
import { step } from './progress.mjs'
import { Trouble } from './trouble.mjs'
import { writeWrappers } from './wrappers.mjs'

const WANTED = [
  'freeradius',
  'freeradius-postgresql',
  'freeradius-utils',
  'redis-server',
  'pgbouncer',
  // Tunnels are proven in network namespaces: tests/e2e/routers/reach.spec.ts.
  'wireguard-tools',
  'wireguard-go',
  'nftables',
  'iproute2',
]
/** Source packages whose installed state we forget, so that all their parts are fetched. */
const FORGOTTEN = new Set([
  'freeradius',
  'redis',
  'pgbouncer',
  'wireguard',
  'wireguard-go',
  'nftables',
  'iproute2',
])

const apt = (...parts) => inLocal('apt', ...parts)
const log = inLocal('logs', 'apt.log')
const done = inLocal('debian', '.complete.json')

export const debian = (...parts) => inLocal('debian', ...parts)

/** A program of theirs, ready to run: the names in wrappers.mjs. */
export const program = (name) => debian('bin', name)

/**
 * FreeRADIUS, Redis, PgBouncer and WireGuard as Debian ships them, unpacked under .local/debian. Nothing is
 * installed: apt works on a private state and only downloads, so no root and no running service.
 */
export function debianPackages() {
  return step('Debian packages', (note) => alone(inLocal('debian.lock'), () => unpack(note), note))
}

async function unpack(note) {
  const complete = readJson(done)
  if (complete && WANTED.every((name) => complete.wanted.includes(name))) {
    await checkLibraries()
    return 'already here'
  }
  if ((await run('apt-get', ['--version'])).code !== 0) {
    throw new Trouble('apt-get is missing', { hint: 'use Debian 12 (or a relative with apt)' })
  }
  prepareState()
  note('reading package lists')
  await aptGet(['update'], 'apt-get update failed', true)
  note('downloading FreeRADIUS, Redis, PgBouncer, WireGuard')
  const install = ['--download-only', '--no-install-recommends', '-y', 'install', ...WANTED]
  await aptGet(install, 'apt could not download the packages')
  const files = await extract()
  await checkLibraries()
  writeJson(done, { wanted: WANTED, files })
  return `${files.length} downloaded, none installed`
}

/**
 * A private copy of apt's state. The copy of dpkg's status lacks the packages we want, so that
 * they and their data files are fetched even on a machine that has them installed; its lock is
 * beside it, so a busy system apt does not matter. Hooks of the system's apt are left out.
 */
function prepareState() {
  rmSync(apt(), { recursive: true, force: true })
  mkdirSync(apt('state/lists/partial'), { recursive: true })
  mkdirSync(apt('cache/archives/partial'), { recursive: true })
  mkdirSync(apt('dpkg'), { recursive: true })
  mkdirSync(apt('conf.d'), { recursive: true })
  writeFileSync(apt('dpkg/status'), statusWithoutWanted())
  for (const file of readdirSync('/etc/apt/apt.conf.d')) copyReadable(file)
  const hooks = ['Post-Invoke', 'Post-Invoke-Success', 'Pre-Invoke']
  const clear = hooks.map((hook) => `#clear APT::Update::${hook};\n`).join('')
  writeFileSync(apt('conf.d/zz-portico'), clear)
  writeFileSync(apt('apt.conf'), `Dir::Etc::parts "${apt('conf.d')}";\n`)
}

function copyReadable(file) {
  try {
    accessSync(`/etc/apt/apt.conf.d/${file}`, constants.R_OK)
  } catch {
    return
  }
  copyFileSync(`/etc/apt/apt.conf.d/${file}`, apt('conf.d', file))
}

function statusWithoutWanted() {
  const stanzas = readFileSync('/var/lib/dpkg/status', 'utf8').split('\n\n')
  const source = (stanza) =>
    (/^Source: (\S+)/m.exec(stanza) ?? /^Package: (\S+)/m.exec(stanza))?.[1]
  return stanzas.filter((stanza) => !FORGOTTEN.has(source(stanza))).join('\n\n')
}

async function aptGet(args, message, tolerant = false) {
  const places = [
    ['Dir::State', apt('state')],
    ['Dir::State::status', apt('dpkg/status')],
    ['Dir::Cache', apt('cache')],
    ['APT::Sandbox::User', 'root'],
  ].flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const env = { ...process.env, APT_CONFIG: apt('apt.conf'), DEBIAN_FRONTEND: 'noninteractive' }
  const hint = 'check the network and /etc/apt/sources.list*; `apt-get update` tells more'
  const attempt = must('apt-get', [...places, ...args], { message, hint, log, env })
  // One broken third-party source must not matter: the download below decides.
  if (tolerant) await attempt.catch(() => {})
  else await attempt
}

async function extract() {
  const archives = apt('cache/archives')
  const fresh = `${debian()}.new`
  rmSync(fresh, { recursive: true, force: true })
  // glibc must stay the system's, or its loader and ours would disagree.
  const files = readdirSync(archives).filter((f) => f.endsWith('.deb') && !/^libc6_/.test(f))
  for (const file of files) {
    await must('dpkg-deb', ['-x', `${archives}/${file}`, fresh], {
      message: `unpacking ${file} failed`,
      hint: 'check the free space here, then run the command again',
      log,
    })
  }
  mergeUsr(fresh)
  writeWrappers(fresh)
  rmSync(debian(), { recursive: true, force: true })
  renameSync(fresh, debian())
  rmSync(apt('cache'), { recursive: true, force: true })
  return files
}

/** As the system itself is (/bin is /usr/bin): `bin` here is for the wrappers alone. */
function mergeUsr(folder) {
  for (const name of ['bin', 'sbin'].filter((each) => existsSync(join(folder, each)))) {
    mkdirSync(join(folder, 'usr', name), { recursive: true })
    for (const file of readdirSync(join(folder, name))) {
      renameSync(join(folder, name, file), join(folder, 'usr', name, file))
    }
  }
}

async function checkLibraries() {
  const programs = [
    'usr/sbin/freeradius',
    'usr/bin/redis-server',
    'usr/sbin/pgbouncer',
    'usr/sbin/nft',
    'usr/bin/ip',
  ]
  const files = [...programs, 'usr/lib/freeradius/rlm_sql_postgresql.so'].map((f) => debian(f))
  const folders = ['usr/lib', 'lib'].flatMap((base) =>
    (existsSync(debian(base)) ? readdirSync(debian(base)) : []).map((name) => debian(base, name))
  )
  const env = { ...process.env, LD_LIBRARY_PATH: folders.join(':') }
  const { stdout } = await run('ldd', files, { env })
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1])
  if (missing.length === 0) return
  rmSync(done, { force: true })
  throw new Trouble(`libraries are missing: ${[...new Set(missing)].join(', ')}`, {
    hint: 'run the command again to fetch them; if it stays, `apt-get install` their packages',
  })
}

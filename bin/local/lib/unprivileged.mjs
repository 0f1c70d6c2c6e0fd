import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cloneOwner } from './clone_owner.mjs'
import { run } from './command.mjs'
import { root } from './paths.mjs'
import { Trouble } from './trouble.mjs'

/**
 * Postgres and PgBouncer refuse to run as root. As a normal user there is nothing to do. As root
 * they become `nobody`, who may have no way into the clone (a home closed to others), so they
 * keep the one capability that lets them through: first none, then DAC_READ_SEARCH, then
 * DAC_OVERRIDE (containers often have only that), and if all fail, a home under /var/tmp.
 *
 * @returns `{ prefix, home, use(path) }`: what to put before the command, the folder that is
 *   the program's own, and where it finds a file or folder of the clone.
 */
export async function unprivileged(home, programs) {
  if (process.getuid() !== 0) {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    return { prefix: [], home, use: (path) => path }
  }
  own(home, runAs(home))
  for (const capability of ['', 'dac_read_search', 'dac_override']) {
    const prefix = setpriv(statSync(home), capability)
    if (await works(prefix, home, programs)) return { prefix, home, use: (path) => path }
  }
  return elsewhere(home, programs)
}

/** The owner of data that is already there or of the clone, when that is not root; else nobody. */
function runAs(home) {
  const there = existsSync(home) ? statSync(home) : undefined
  if (there && there.uid !== 0) return there
  if (cloneOwner().uid !== 0) return cloneOwner()
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const user = ['nobody', 'daemon', 'www-data'].map((n) => users.find((u) => u[0] === n))
  const found = user.find((fields) => fields !== undefined)
  if (found) return { uid: Number(found[2]), gid: Number(found[3]) }
  throw new Trouble('Postgres refuses to run as root, and there is no user "nobody"', {
    hint: 'run the command as a normal user',
  })
}

function own(folder, { uid, gid }) {
  mkdirSync(folder, { recursive: true })
  chownSync(folder, uid, gid)
  chmodSync(folder, 0o700)
}

/**
 * `no_setuid_fixup` because access(2), by which Postgres looks for its own parts, ignores the
 * capabilities of a user who is not root without it.
 */
function setpriv({ uid, gid }, capability) {
  const caps = `-all,+${capability}`
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    ...(capability
      ? [
          `--inh-caps=${caps}`,
          `--ambient-caps=${caps}`,
          `--bounding-set=${caps}`,
          '--securebits=+no_setuid_fixup',
        ]
      : []),
    '--',
  ]
}

async function works(prefix, home, programs) {
  const writable = 'cd "$0" && touch .try && rm .try'
  const script = `${writable} && for p in "$@"; do test -x "$p" || exit 1; done`
  const [program, ...rest] = [...prefix, 'sh', '-c', script, home, ...programs]
  return (await run(program, rest, { cwd: '/' })).code === 0
}

/** The last resort: data, and copies of the programs, in a folder nobody can reach. */
async function elsewhere(home, programs) {
  const mark = createHash('sha256').update(root).digest('hex').slice(0, 12)
  const base = join('/var/tmp', `portico-${mark}`)
  mkdirSync(base, { recursive: true, mode: 0o755 })
  if (statSync(base).uid !== 0) {
    throw new Trouble(`${base} is not root's`, { hint: 'find out whose it is, and delete it' })
  }
  const there = join(base, basename(join(home, '..')), basename(home))
  own(there, runAs(there))
  const prefix = setpriv(statSync(there), '')
  const use = (path) => {
    const copy = join(base, 'copies', path)
    if (!existsSync(copy)) cpSync(path, copy, { recursive: true, verbatimSymlinks: true })
    return copy
  }
  if (await works(prefix, there, [])) return { prefix, home: there, use, elsewhere: true }
  throw new Trouble(`no unprivileged user can work in ${home} or ${there}`, {
    hint: 'run the command as a normal user, in a folder of theirs',
    cause: programs,
  })
}

import { chownSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { debian } from './debian_packages.mjs'
import { inRoot } from './paths.mjs'
import { answers } from './ports.mjs'
import { unprivileged } from './unprivileged.mjs'

/** Small, so that the tests of tenancy have many clients share few server sessions. */
const POOL_SIZE = 4

/** Starts PgBouncer in transaction mode before the instance's Postgres. */
export async function startPgbouncer(instance) {
  const port = instance.ports.pgbouncer
  const daemon = instance.daemon('pgbouncer', { stopSignal: 'SIGTERM', stopGroup: false })
  const place = await unprivileged(instance.path('pgbouncer'), [debian('usr/sbin/pgbouncer')])
  const files = configuration(instance, place.home)
  const fingerprint = JSON.stringify(files)
  if (daemon.runsAs(fingerprint) && (await answers(port))) return `127.0.0.1:${port}`
  await daemon.stop()

  const owner = statSync(place.home)
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(file, text, { mode: 0o600 })
    chownSync(file, owner.uid, owner.gid)
  }
  daemon.start(`${place.use(debian())}/bin/pgbouncer`, [`${place.home}/pgbouncer.ini`], {
    fingerprint,
    cwd: place.home,
    prefix: place.prefix,
  })
  await daemon.ready(() => answers(port))
  return `127.0.0.1:${port}`
}

function configuration(instance, home) {
  const users = {
    portico_app: instance.secrets.get('app_password'),
    portico_owner: instance.secrets.get('owner_password'),
  }
  const values = {
    DB_OWNER_HOST: '127.0.0.1',
    DB_OWNER_PORT: instance.ports.postgres,
    PGBOUNCER_LISTEN: '127.0.0.1',
    PGBOUNCER_PORT: instance.ports.pgbouncer,
    PGBOUNCER_POOL_SIZE: POOL_SIZE,
    PGBOUNCER_USERLIST: 'userlist.txt',
  }
  const template = readFileSync(inRoot('docker/pgbouncer/pgbouncer.ini'), 'utf8')
  const filled = template.replace(/\$\{([A-Z_]+)\}/g, (all, key) => values[key] ?? all)
  return {
    [`${home}/pgbouncer.ini`]: filled,
    [`${home}/userlist.txt`]: Object.entries(users)
      .map(([name, password]) => `"${name}" "${password}"\n`)
      .join(''),
  }
}

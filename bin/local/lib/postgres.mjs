import { chmodSync, chownSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { must } from './command.mjs'
import { canConnect } from './database.mjs'
import { postgresPackage } from './npm_packages.mjs'
import { commandLine, end, startedAt } from './proc.mjs'
import { unprivileged } from './unprivileged.mjs'

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  // A schema per tenant: one migration run touches the tables of many tenants at once.
  max_locks_per_transaction: 1024,
  shared_buffers: '128MB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
}

/** What a test writes nobody needs after a power cut: nothing waits for the disk. */
const THROWN_AWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '5min',
}

/** Starts the instance's own Postgres 18, making its data folder the first time. */
export async function startPostgres(instance, note) {
  const daemon = instance.daemon('postgres', { stopSignal: 'SIGINT', stopGroup: false })
  const port = instance.ports.postgres
  const settings = { ...SETTINGS, ...(instance.kind === 'test' && THROWN_AWAY), port }
  const fingerprint = JSON.stringify(settings)
  if (daemon.runsAs(fingerprint) && (await canConnect(instance))) return `127.0.0.1:${port}`
  await daemon.stop()

  const bin = (name) => `${postgresPackage()}/native/bin/${name}`
  const place = await unprivileged(instance.path('postgres'), [bin('initdb'), bin('postgres')])
  const native = place.use(`${postgresPackage()}/native`)
  const data = `${place.home}/data`
  await endForgotten(data)
  if (!existsSync(`${data}/PG_VERSION`)) {
    note('making the data folder')
    await initialise(instance, place, `${native}/bin/initdb`, data)
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const cwd = place.home
  daemon.start(`${native}/bin/postgres`, ['-D', data, ...options], {
    fingerprint,
    cwd,
    prefix: place.prefix,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  })
  await daemon.ready(() => canConnect(instance), {
    hint: `read the log; if the data is broken, delete ${data}`,
  })
  return `127.0.0.1:${port}${place.elsewhere ? `, data in ${place.home}` : ''}`
}

async function initialise(instance, place, initdb, data) {
  const passwordFile = `${place.home}/password`
  const draft = `${data}.new`
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(passwordFile, instance.secrets.get('postgres_password'), { mode: 0o600 })
  const { uid, gid } = statSync(place.home)
  chownSync(passwordFile, uid, gid)
  chmodSync(passwordFile, 0o600)
  const options = [
    ['--pgdata', draft],
    ['--username', 'postgres'],
    ['--pwfile', passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    ['--locale', 'C.UTF-8'],
  ].flat()
  const [program, ...rest] = [...place.prefix, initdb, ...options, '--no-instructions']
  try {
    await must(program, rest, {
      message: 'initdb could not make the Postgres data folder',
      hint: 'check the free space and permissions here',
      log: instance.path('logs', 'initdb.log'),
      cwd: place.home,
    })
    await must('mv', [draft, data], { message: 'mv failed', log: instance.path('logs', 'mv.log') })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** A server of ours we have no record of, or the pid file of one that was killed. */
async function endForgotten(data) {
  const file = `${data}/postmaster.pid`
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
  if (!(pid > 0)) return
  const command = commandLine(pid)
  if (!command.includes('postgres')) rmSync(file, { force: true })
  else if (command.includes(data)) await end({ pid, started: startedAt(pid) }, { signal: 'SIGINT' })
}

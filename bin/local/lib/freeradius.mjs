import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment, environment } from './environment.mjs'
import { readEnd } from './logs.mjs'
import { inRoot } from './paths.mjs'

const configuration = inRoot('docker/freeradius')

/** Starts the one FreeRADIUS configuration of docker/freeradius on the instance's ports. */
export async function startFreeradius(instance) {
  const settings = environment(instance)
  mkdirSync(settings.RADIUS_RUN_DIR, { recursive: true, mode: 0o700 })
  const daemon = instance.daemon('freeradius')
  const fingerprint = digest(JSON.stringify(settings) + contents(configuration))
  const ports = `${settings.RADIUS_AUTH_PORT} and ${settings.RADIUS_ACCT_PORT}`
  const address = `127.0.0.1:${ports} (UDP)`
  if (daemon.runsAs(fingerprint)) return address
  await daemon.stop()

  const env = childEnvironment(settings)
  daemon.start('sh', [join(configuration, 'start.sh')], { env, fingerprint })
  await daemon.ready(() => readEnd(daemon.log, 8192).includes('Ready to process requests'), {
    hint: 'the log names the file and line that FreeRADIUS does not like',
  })
  return address
}

function contents(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((file) => file + readFileSync(file, 'utf8'))
    .join('\n')
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex')
}

import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { program } from './debian_packages.mjs'

/** Starts the instance's own Redis; only `up` keeps its data over a restart. */
export async function startRedis(instance) {
  const port = instance.ports.redis
  const options = {
    port,
    bind: '127.0.0.1',
    appendonly: instance.kind === 'up' ? 'yes' : 'no',
    save: '',
    daemonize: 'no',
    'protected-mode': 'yes',
  }
  const fingerprint = JSON.stringify(options)
  const daemon = instance.daemon('redis')
  if (!daemon.runsAs(fingerprint)) {
    await daemon.stop()
    const cwd = instance.path('redis')
    mkdirSync(cwd, { recursive: true })
    const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, `${value}`])
    daemon.start(program('redis-server'), args, { cwd, fingerprint })
  }
  await daemon.ready(() => pong(port))
  return `127.0.0.1:${port}`
}

/** Empties it, so that a run of the tests starts with nothing. */
export function flushRedis(instance) {
  return talk(instance.ports.redis, 'FLUSHALL\r\n', '+OK')
}

function pong(port) {
  return talk(port, 'PING\r\n', '+PONG')
}

function talk(port, command, expected) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 5000 })
    const done = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => socket.write(command))
    socket.once('data', (data) => done(data.toString().startsWith(expected)))
    socket.once('error', () => done(false))
    socket.once('timeout', () => done(false))
  })
}

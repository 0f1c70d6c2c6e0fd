import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import { Trouble } from './trouble.mjs'

/** Offsets from an instance's first port, so that addresses look alike everywhere. */
export const OFFSETS = {
  web: 0,
  simulator: 1,
  bkash: 2,
  bulksmsbd: 3,
  postgres: 10,
  redis: 11,
  radius_auth: 12,
  radius_acct: 13,
  pgbouncer: 14,
}

const UDP = new Set(['radius_auth', 'radius_acct'])
const BASES = { up: 43100, test: 43200, bench: 43300 }
const STRIDE = 1000

/** The preferred port of a service, or the same one some thousands higher when it is taken. */
export async function choosePort(instanceName, service, taken = []) {
  const preferred = (BASES[instanceName] ?? 43400) + OFFSETS[service]
  for (let port = preferred; port < 65000; port += STRIDE) {
    if (!taken.includes(port) && (await isFree(service, port))) return port
  }
  throw new Trouble(`no port is free for ${service} (tried ${preferred} and up)`, {
    hint: 'stop other copies: `npm run down -- --all` in each clone',
  })
}

export function isFree(service, port, host = '127.0.0.1') {
  return UDP.has(service) ? udpIsFree(host, port) : tcpIsFree(host, port)
}

function tcpIsFree(host, port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

function udpIsFree(host, port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(true)))
  })
}

/** Does something accept TCP connections there? */
export function answers(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const done = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => done(true))
    socket.once('timeout', () => done(false))
    socket.once('error', () => done(false))
  })
}

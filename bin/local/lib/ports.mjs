import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import { Trouble } from './trouble.mjs'

/** Offsets from an instance's first port, so that addresses look alike everywhere. */
export const OFFSETS = {
  web: 0,
  simulator: 1,
  bkash: 2,
  bulksmsbd: 3,
  nagad: 4,
  shurjopay: 5,
  sslcommerz: 6,
  mpesa: 7,
  razorpay: 8,
  stripe: 9,
  postgres: 10,
  redis: 11,
  radius_auth: 12,
  radius_acct: 13,
  pgbouncer: 14,
  africastalking: 15,
  oauth: 16,
  smtp: 17,
  stripe_billing: 18,
}

const UDP = new Set(['radius_auth', 'radius_acct'])

/**
 * Blocks where an instance looks, the preferred one first. Tests and benchmarks let go of their
 * ports and take them again, amid thousands of connections: theirs are below 32768, from where
 * on the kernel lends ports to whoever connects.
 */
const REGIONS = {
  up: { first: 43100, stride: 1000, end: 65000 },
  test: { first: 23200, stride: 100, end: 32700 },
  bench: { first: 23300, stride: 100, end: 32700 },
}
const OTHERS = { first: 23400, stride: 100, end: 32700 }

/**
 * Ports for the services of an instance: its preferred block, or one higher up when anybody holds
 * or has spoken for one of its ports. A whole block, since most ports of an instance (its web port
 * above all) are held only now and then, and who looks just at what is free at this moment gives
 * them to several. @throws Trouble when none is left
 */
export async function choosePorts(instanceName, services, spoken, free = isFree) {
  const { first, stride, end } = REGIONS[instanceName] ?? OTHERS
  // Where every block is spoken for, by instances long forgotten perhaps, a free one will do.
  for (const avoided of [spoken, new Set()]) {
    for (let base = first; base < end; base += stride) {
      const block = services.map((service) => [service, base + OFFSETS[service]])
      if (block.some(([, port]) => avoided.has(port))) continue
      const found = await Promise.all(block.map(([service, port]) => free(service, port)))
      if (found.every(Boolean)) return Object.fromEntries(block)
    }
  }
  throw new Trouble(`no ports are free for "${instanceName}" (tried ${first} and up)`, {
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

import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { RouterConnections } from '#routers/api/router_connections'

/**
 * A process that holds connections and tells what they cost it:
 * `node --expose-gc … connected_routers.ts <sessions | sockets> <how many> <port>`.
 */
const [kind, count, port] = process.argv.slice(2)

async function memory(): Promise<{ rss: number; heap: number }> {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.()
    await sleep(100)
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heap: heapUsed + external }
}

const connections = new RouterConnections({ idleMs: 3_600_000 })

async function session(n: number): Promise<void> {
  const target = { host: '127.0.0.1', port: Number(port), user: `router-${n}`, password: 'secret' }
  await connections.use(target, (api) => api.print('/system/identity'))
}

async function socket(): Promise<void> {
  const bare = connect({ host: '127.0.0.1', port: Number(port), noDelay: true, keepAlive: true })
  bare.on('data', () => {}).on('error', () => {})
  await once(bare, 'connect')
  bare.write(Buffer.from('\u0006/login\u0006.tag=1\u0000'))
}

const open = kind === 'sessions' ? session : socket

// What is loaded and compiled once is not the connections' cost.
for (let n = 0; n < 20; n++) await open(-1 - n)
const before = await memory()
for (let n = 0; n < Number(count); n++) await open(n)
const after = await memory()
const cost = { rss: after.rss - before.rss, heap: after.heap - before.heap }
process.stdout.write(`${JSON.stringify(cost)}\n`)
process.exit()

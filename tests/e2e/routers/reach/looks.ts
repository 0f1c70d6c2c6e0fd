import { eventually } from '#tests/support/eventually'
import type { Machine } from './lab.js'
import { API_PASSWORD, signIn, type Scene, type Station } from './scene.js'

export const TS = ['--import', '@poppinss/ts-exec']

/**
 * A list of peers takes a second or two to arrive; a router whose session was forgotten here
 * notices after 15 s without an answer (WireGuard's Keepalive-Timeout + Rekey-Timeout).
 */
export function comesIn(station: Station): Promise<unknown> {
  return eventually(
    `${station.machine.name} comes in`,
    async () => {
      const { output } = await signIn(station)
      return output.includes('Received Access-Accept')
    },
    40
  )
}

/** Starts a virtual router on a machine, set up by these lines, and waits until it is up. */
export async function runRouter(
  machine: Machine,
  address: string,
  lines: readonly string[]
): Promise<void> {
  const device = machine.start('node', [
    ...TS,
    'tests/e2e/routers/reach/router_process.ts',
    address,
    'portico',
    API_PASSWORD,
  ])
  device.stdin?.end(lines.join('\n'))
  let told = ''
  for (const stream of [device.stdout, device.stderr]) {
    stream?.on('data', (text: Buffer) => (told += text.toString()))
  }
  await eventually('the router is up', () => told.includes('router ready'), 60).catch(() => {
    throw new Error(`The virtual router did not start: ${told}`)
  })
}

export async function serverKey({ server }: Scene): Promise<string> {
  return (await server.sh('wg show portico-wg public-key')).trim()
}

export async function isPeer({ server }: Scene, { publicKey }: Station): Promise<boolean> {
  return (await server.sh('wg show portico-wg peers')).includes(publicKey)
}

/** Does anybody accept a TCP connection there? */
export async function opens(machine: Machine, address: string, port: number): Promise<boolean> {
  const { code } = await machine.run('node', [
    '-e',
    `const s = require('node:net').connect({ host: '${address}', port: ${port} });
     s.once('connect', () => process.exit(0)).once('error', () => process.exit(1));
     setTimeout(() => process.exit(1), 2000)`,
  ])
  return code === 0
}

import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Machine } from '#tests/e2e/routers/reach/lab'

/**
 * Our FreeRADIUS, as docker/freeradius has it, on a machine of the lab. Files are the same
 * there and here, so it reaches our Postgres by a socket in a folder.
 */
export async function startRadius(machine: Machine): Promise<() => Promise<void>> {
  const { DB_OWNER_HOST: host, DB_OWNER_PORT: port } = process.env
  const folder = await mkdtemp(join(tmpdir(), 'portico-reach-'))
  const relay = createServer((here) => {
    const there = connect(Number(port), host)
    here.pipe(there).pipe(here)
    for (const each of [here, there]) each.on('error', () => each.destroy())
    here.on('close', () => there.destroy())
    there.on('close', () => here.destroy())
  })
  await new Promise<void>((resolve) => {
    relay.listen(join(folder, `.s.PGSQL.${port}`), resolve)
  })
  await machine.ready('sh', ['docker/freeradius/start.sh'], /Ready to process requests/, {
    RADIUS_LISTEN_ADDRESS: '*',
    RADIUS_DB_HOST: folder,
    RADIUS_CLIENT_SECONDS: '1',
  })
  return async () => {
    await machine.stop()
    relay.close()
    await rm(folder, { recursive: true, force: true })
  }
}

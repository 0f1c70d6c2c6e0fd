import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import RouterTunnel from '#routers/tunnels/router_tunnel'
import { SyncTunnels } from '#routers/tunnels/sync_tunnels'
import { TunnelAddresses } from '#routers/tunnels/tunnel_addresses'
import { TunnelKeys } from '#routers/tunnels/tunnel_keys'
import { eventually } from '#tests/support/eventually'
import { openIsp, type Isp } from '#tests/support/isp'

/** Well under the ten seconds after which it would look without being told. */
const AT_ONCE_SECONDS = 3

let isp: Isp
let routerId = 0

/** A router with a tunnel and a key, as far as tunnels know. */
async function aPeer(): Promise<{ tenantId: number; routerId: number; key: string }> {
  const addresses = await app.container.make(TunnelAddresses)
  const address = await addresses.reserve(isp.tenant.id)
  routerId += 1
  const of = { tenantId: isp.tenant.id, routerId: 900_000 + routerId }
  await RouterTunnel.query().where('address', address).update({ routerId: of.routerId })
  const key = randomBytes(32).toString('base64')
  await (await app.container.make(TunnelKeys)).take(of, key)
  return { ...of, key }
}

test.group('The list that the WireGuard server reads', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  /** Runs for the time of a test; `list` is the file as it is. */
  async function running(cleanup: (work: () => Promise<void>) => void) {
    const folder = await mkdtemp(join(tmpdir(), 'portico-sync-'))
    const stop = new AbortController()
    const sync = await app.container.make(SyncTunnels)
    const ended = sync.run({ peers: folder, report: folder }, stop.signal)
    cleanup(async () => {
      stop.abort()
      await ended
      await rm(folder, { recursive: true })
    })
    const list = () => readFile(join(folder, 'peers.conf'), 'utf8').catch(() => '')
    await eventually('the first list', async () =>
      stat(join(folder, 'peers.conf')).catch(() => null)
    )
    return { folder, list }
  }

  test('follows a key, a revocation and a removal at once', async ({ assert, cleanup }) => {
    const { list } = await running(cleanup)
    const keys = await app.container.make(TunnelKeys)
    const [revoked, removed] = [await aPeer(), await aPeer()]
    for (const { key } of [revoked, removed]) {
      await eventually('it is listed', async () => (await list()).includes(key), AT_ONCE_SECONDS)
    }
    await keys.revoke(revoked)
    await eventually('one left', async () => !(await list()).includes(revoked.key), AT_ONCE_SECONDS)
    assert.include(await list(), removed.key)
    await RouterTunnel.query().where('routerId', removed.routerId).update({ tenantId: null })
    await eventually(
      'none left',
      async () => !(await list()).includes(removed.key),
      AT_ONCE_SECONDS
    )
  })

  test('goes on after the database ended its connection', async ({ assert, cleanup }) => {
    const { list } = await running(cleanup)
    const { POSTGRES_SUPERUSER: user, POSTGRES_SUPERUSER_PASSWORD: password } = process.env
    const { DB_OWNER_HOST: host, DB_OWNER_PORT: port, DB_DATABASE: database } = process.env
    const superuser = new pg.Client({ host, port: Number(port), database, user, password })
    await superuser.connect()
    const { rowCount } = await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen portico_tunnels'`
    )
    await superuser.end()
    assert.equal(rowCount, 1)

    const { key } = await aPeer()
    await eventually('it is listed', async () => (await list()).includes(key))
  })

  test('and what the server reports of a peer is written down, once', async ({
    assert,
    cleanup,
  }) => {
    const { folder } = await running(cleanup)
    const { key, tenantId, routerId: id } = await aPeer()
    const at = Math.floor(Date.now() / 1000) - 30
    const unknown = randomBytes(32).toString('base64')
    await writeFile(
      join(folder, 'handshakes'),
      `${unknown} 203.0.113.9:1 ${at}\n${key} 203.0.113.2:40112 ${at}\n`
    )
    const tunnel = await eventually(
      'it is written down',
      async () => {
        const found = await RouterTunnel.findByOrFail({ tenantId, routerId: id })
        return found.lastHandshakeAt && found
      },
      15
    )
    assert.equal(tunnel.lastHandshakeAt?.toUnixInteger(), at)
    assert.equal(tunnel.seenFrom, '203.0.113.2:40112')
  })
})

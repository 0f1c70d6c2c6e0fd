import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { appConnection } from '#config/queue'
import { parseHandshakes, RecordHandshakes } from './handshakes.js'
import { PeerList } from './peer_list.js'

/** A change that was announced while nobody listened is found after this long. */
const LOOK_EVERY_MS = 10_000
const RETRY_AFTER_MS = 2_000

/** What we share with docker/wireguard. */
export interface TunnelFolders {
  /** Written by us: peers.conf. */
  peers: string
  /** Written by the server: handshakes. */
  report: string
}

/**
 * Keeps what docker/wireguard reads in step with the database: peers.conf follows
 * every change at once, and what the server reports of its peers is written down.
 */
@inject()
export class SyncTunnels {
  #written: string | undefined
  #reportedAt = 0

  constructor(
    private peers: PeerList,
    private handshakes: RecordHandshakes
  ) {}

  /** One look: writes the list if it has changed, takes in the report if there is a newer one. */
  async once(folders: TunnelFolders): Promise<void> {
    await this.#writePeers(join(folders.peers, 'peers.conf'))
    await this.#readReport(join(folders.report, 'handshakes'))
  }

  /** Goes on until the signal, through any trouble with the database. */
  async run(folders: TunnelFolders, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#listen(folders, signal)
      } catch (error) {
        logger.error({ err: error }, 'tunnels')
        await pause(RETRY_AFTER_MS, signal)
      }
    }
  }

  async #listen(folders: TunnelFolders, signal: AbortSignal): Promise<void> {
    const client = new pg.Client(appConnection())
    let wake = Promise.withResolvers<void>()
    let lost: Error | undefined
    client.on('notification', () => wake.resolve())
    client.on('error', (error: Error) => {
      lost = error
      wake.resolve()
    })
    try {
      await client.connect()
      await client.query('listen portico_tunnels')
      while (!signal.aborted && !lost) {
        wake = Promise.withResolvers<void>()
        await this.once(folders)
        await Promise.race([wake.promise, pause(LOOK_EVERY_MS, signal)])
      }
    } finally {
      await client.end().catch(() => {})
    }
    if (lost) throw lost
  }

  /** By way of a second file, so that the server never reads half a list. */
  async #writePeers(file: string): Promise<void> {
    const text = await this.peers.text()
    if (text === this.#written) return
    await writeFile(`${file}.new`, text, { mode: 0o644 })
    await rename(`${file}.new`, file)
    this.#written = text
  }

  async #readReport(file: string): Promise<void> {
    const found = await stat(file).catch(() => null)
    if (!found || found.mtimeMs === this.#reportedAt) return
    await this.handshakes.execute(parseHandshakes(await readFile(file, 'utf8')))
    this.#reportedAt = found.mtimeMs
  }
}

/** Ends early, and leaves no timer behind, when the signal comes. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}

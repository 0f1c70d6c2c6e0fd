import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { SyncTunnels } from '#routers/tunnels/sync_tunnels'
import env from '#start/env'

export default class TunnelsSync extends BaseCommand {
  static override commandName = 'tunnels:sync'
  static override description = 'Keep the peer list of the WireGuard server up to date'
  static override options: CommandOptions = { startApp: true, staysAlive: true }

  override async run() {
    const [peers, report] = [env.get('WIREGUARD_PEERS_DIR'), env.get('WIREGUARD_REPORT_DIR')]
    if (!peers || !report) {
      this.logger.error('WIREGUARD_PEERS_DIR and WIREGUARD_REPORT_DIR must name their folders')
      process.exitCode = 1
      return
    }
    const stop = new AbortController()
    this.app.terminating(() => stop.abort())
    // The signal may have come while the application was starting.
    if (this.app.isTerminating || this.app.isTerminated) return
    const sync = await this.app.container.make(SyncTunnels)
    this.logger.info('tunnels ready')
    await sync.run({ peers, report }, stop.signal)
  }
}

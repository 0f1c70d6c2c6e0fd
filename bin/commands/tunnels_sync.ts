import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { SyncTunnels } from '#routers/tunnels/sync_tunnels'
import env from '#start/env'

export default class TunnelsSync extends BaseCommand {
  static override commandName = 'tunnels:sync'
  static override description = 'Keep the peer list of the WireGuard server up to date'
  static override options: CommandOptions = { startApp: true, staysAlive: true }

  override async run() {
    const folder = env.get('WIREGUARD_STATE_DIR')
    if (!folder) {
      this.logger.error('WIREGUARD_STATE_DIR must name the folder that the WireGuard server reads')
      this.exitCode = 1
      return
    }
    const stop = new AbortController()
    this.app.terminating(() => stop.abort())
    const sync = await this.app.container.make(SyncTunnels)
    this.logger.info('tunnels ready')
    await sync.run(folder, stop.signal)
  }
}

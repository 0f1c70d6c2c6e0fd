import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { PeerList } from '#routers/tunnels/peer_list'

export default class TunnelsPeers extends BaseCommand {
  static override commandName = 'tunnels:peers'
  static override description = 'Print the WireGuard peers as `wg syncconf` reads them'
  static override options: CommandOptions = { startApp: true }

  override async run() {
    const peers = await this.app.container.make(PeerList)
    process.stdout.write(await peers.text())
  }
}

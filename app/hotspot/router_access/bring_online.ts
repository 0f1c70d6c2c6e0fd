import { inject } from '@adonisjs/core'
import type { SeenDevice } from '#hotspot/router_access/take_offline'
import { QueueRouterCommands } from '#routers/commands/queue_router_commands'

/** Asks the routers where these devices were last seen to let them in. */
@inject()
export class BringOnline {
  constructor(private queueRouterCommands: QueueRouterCommands) {}

  /**
   * @param occasion what the login is for; the same occasion is queued once a device
   * @param renew end the present session first, so that a new quota takes effect
   */
  async execute(
    devices: readonly (SeenDevice & { lastIp: string | null })[],
    occasion: string,
    renew: boolean
  ): Promise<void> {
    await this.queueRouterCommands.execute(
      devices.flatMap(({ mac, routerId, lastIp }) =>
        routerId === null
          ? []
          : {
              routerId,
              kind: 'login',
              payload: { mac, ip: lastIp, renew },
              dedupeKey: `login:${mac}:${occasion}`,
            }
      )
    )
  }
}

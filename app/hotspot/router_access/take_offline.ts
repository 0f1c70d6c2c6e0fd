import { inject } from '@adonisjs/core'
import type { MacAddress } from '#core/mac_address'
import { QueueRouterCommands } from '#routers/commands/queue_router_commands'

/** Where a device was last seen. */
export interface SeenDevice {
  mac: MacAddress
  routerId: number | null
}

/** Asks the routers where these devices were last seen to end their sessions. */
@inject()
export class TakeOffline {
  constructor(private queueRouterCommands: QueueRouterCommands) {}

  /**
   * @param occasion what the logout is for; the same occasion is queued once a device
   * @param first the way tried first; the other one follows where it fails
   */
  async execute(
    devices: readonly SeenDevice[],
    occasion: string,
    first: 'disconnect' | 'api' = 'disconnect'
  ): Promise<void> {
    const way = first === 'api' ? { first } : {}
    await this.queueRouterCommands.execute(
      devices.flatMap(({ mac, routerId }) =>
        routerId === null
          ? []
          : {
              routerId,
              kind: 'logout',
              payload: { mac, ...way },
              dedupeKey: `logout:${mac}:${occasion}`,
            }
      )
    )
  }
}

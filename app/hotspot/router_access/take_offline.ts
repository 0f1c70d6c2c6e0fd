import { inject } from '@adonisjs/core'
import type Device from '#hotspot/customers/device'
import { QueueRouterCommand } from '#routers/commands/queue_router_command'

/** Asks the routers where these devices were last seen to end their sessions. */
@inject()
export class TakeOffline {
  constructor(private queueRouterCommand: QueueRouterCommand) {}

  async execute(devices: readonly Device[], occasion: string): Promise<void> {
    for (const { mac, routerId } of devices) {
      if (routerId === null) continue
      await this.queueRouterCommand.execute({
        routerId,
        kind: 'logout',
        payload: { mac },
        dedupeKey: `logout:${mac}:${occasion}`,
      })
    }
  }
}

import { inject } from '@adonisjs/core'
import type Device from '#hotspot/customers/device'
import { QueueRouterCommand } from '#routers/commands/queue_router_command'

/** Asks the routers where these devices were last seen to let them in. */
@inject()
export class BringOnline {
  constructor(private queueRouterCommand: QueueRouterCommand) {}

  /**
   * @param occasion what the login is for; the same occasion is queued once a device
   * @param renew end the present session first, so that a new quota takes effect
   */
  async execute(devices: readonly Device[], occasion: string, renew: boolean): Promise<void> {
    for (const { mac, routerId, lastIp } of devices) {
      if (routerId === null) continue
      await this.queueRouterCommand.execute({
        routerId,
        kind: 'login',
        payload: { mac, ip: lastIp, renew },
        dedupeKey: `login:${mac}:${occasion}`,
      })
    }
  }
}

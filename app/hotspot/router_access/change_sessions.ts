import { inject } from '@adonisjs/core'
import { mikrotikRateLimit } from '#core/rate'
import type Activation from '#hotspot/activation/activation'
import type { SeenDevice } from '#hotspot/router_access/take_offline'
import { QueueRouterCommands } from '#routers/commands/queue_router_commands'

/** Asks the routers to give running sessions the speed and end of an activation. */
@inject()
export class ChangeSessions {
  constructor(private queueRouterCommands: QueueRouterCommands) {}

  async execute(
    devices: readonly (SeenDevice & { lastIp: string | null })[],
    occasion: string,
    activation: Activation
  ): Promise<void> {
    const change = {
      rateLimit: mikrotikRateLimit(activation),
      expiresAt: activation.expiresAt.toUTC().toJSDate().toISOString(),
    }
    await this.queueRouterCommands.execute(
      devices.flatMap(({ mac, routerId, lastIp }) =>
        routerId === null
          ? []
          : {
              routerId,
              kind: 'change',
              payload: { mac, ip: lastIp, ...change },
              dedupeKey: `change:${mac}:${occasion}`,
            }
      )
    )
  }
}

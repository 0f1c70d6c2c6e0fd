import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import RouterCommand from '#routers/commands/router_command'
import { QueueRouterCommands } from '#routers/commands/queue_router_commands'

/** Asks routers to take over the walled garden as it is wanted. */
@inject()
export class PushGardens {
  constructor(
    private queueRouterCommands: QueueRouterCommands,
    private clock: Clock
  ) {}

  /** Call in the tenant's scope. A push that waits already will do. @returns how many were asked */
  async execute(routerIds: readonly number[]): Promise<number> {
    const waiting = await RouterCommand.query()
      .where({ kind: 'walled_garden', state: 'pending' })
      .whereIn('router_id', [...routerIds])
    const asked = new Set(waiting.map(({ routerId }) => routerId))
    const now = this.clock.now().toMillis()

    const fresh = routerIds.filter((id) => !asked.has(id))
    await this.queueRouterCommands.execute(
      fresh.map((routerId) => ({
        routerId,
        kind: 'walled_garden',
        payload: {},
        dedupeKey: `walled_garden:${routerId}:${now}`,
      }))
    )
    return fresh.length
  }
}

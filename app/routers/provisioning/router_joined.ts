import { BaseEvent } from '@adonisjs/core/events'

/**
 * A router told, or showed, that it is set up. Dispatched in the tenant's scope and in the
 * transaction that writes it down: what a listener queues is queued with it or not at all.
 */
export class RouterJoined extends BaseEvent {
  constructor(readonly routerId: number) {
    super()
  }
}

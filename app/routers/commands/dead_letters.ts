import type { DateTime } from 'luxon'
import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { worthTryingUntil } from '#routers/commands/queue_router_commands'
import RouterCommand from '#routers/commands/router_command'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'

/** Which given-up commands are meant: one, or all of a router, or all. */
export interface Meant {
  id?: number
  routerId?: number
}

/** What is to become of commands that were given up. Call in the tenant's scope. */
@inject()
export class DeadLetters {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock
  ) {}

  /**
   * Tries them again, with their time to run anew. One that a later command about the same
   * device has overtaken stays dead: a logout of yesterday must not end today's session.
   *
   * @returns how many are tried again
   */
  async retry(meant: Meant): Promise<number> {
    const now = this.clock.now()
    const letters = await dead(meant).whereRaw(
      `not exists (select 1 from router_commands later
        where later.router_id = router_commands.router_id
          and later.id > router_commands.id
          and later.payload->>'mac' = router_commands.payload->>'mac')`
    )
    for (const letter of letters) await this.#revive(letter, now)

    const tenantId = this.tenancy.tenant.id
    const routerIds = new Set(letters.map(({ routerId }) => routerId))
    await this.jobs.sendMany(
      'router-commands',
      [...routerIds].map((routerId) => ({ tenantId, routerId }))
    )
    return letters.length
  }

  /** Takes them off the list of what needs somebody. @returns how many */
  async dismiss(meant: Meant): Promise<number> {
    const dismissed = await dead(meant).update({ state: 'dismissed' }, ['id'])
    return dismissed.length
  }

  async #revive(letter: RouterCommand, now: DateTime) {
    await letter
      .merge({
        state: 'pending',
        attempts: 0,
        notBefore: now,
        deadlineAt: worthTryingUntil(letter.kind, now),
        outcome: null,
        finishedAt: null,
      })
      .save()
  }
}

function dead({ id, routerId }: Meant) {
  const query = RouterCommand.query().where('state', 'dead').orderBy('id')
  if (id !== undefined) query.where('id', id)
  if (routerId !== undefined) query.where('router_id', routerId)
  return query
}

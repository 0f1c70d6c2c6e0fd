import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import RouterCommand, {
  type CommandKind,
  type CommandPayloads,
} from '#routers/commands/router_command'
import Router from '#routers/router'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'

/** How long a command is worth trying: a customer who waits gives up, a logout must happen. */
const WORTH_TRYING: Record<CommandKind, { minutes: number }> = {
  login: { minutes: 10 },
  logout: { minutes: 24 * 60 },
  change: { minutes: 10 },
  disconnect: { minutes: 10 },
  walled_garden: { minutes: 60 },
  secret: { minutes: 60 },
}

export function worthTryingUntil(kind: CommandKind, from: DateTime): DateTime {
  return from.plus(WORTH_TRYING[kind])
}

export type NewCommand = {
  [K in CommandKind]: {
    routerId: number
    kind: K
    payload: CommandPayloads[K]
    /** The same key is the same command: it is queued once. */
    dedupeKey: string
  }
}[CommandKind]

/** Puts commands into their routers' outboxes, as part of the transaction in scope. */
@inject()
export class QueueRouterCommands {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock
  ) {}

  /** One statement and one job a router, however many commands. */
  async execute(commands: readonly NewCommand[]): Promise<void> {
    const routers = await this.#stillThere(commands)
    const possible = commands.filter(({ routerId }) => routers.has(routerId))
    if (possible.length === 0) return
    const inserted: { router_id: string }[] = await this.tenancy.transaction
      .knexQuery()
      .table(RouterCommand.table)
      .insert(possible.map((command) => this.#row(command)))
      .onConflict('dedupe_key')
      .ignore()
      .returning('router_id')

    const routerIds = new Set(inserted.map((row) => Number(row.router_id)))
    const tenantId = this.tenancy.tenant.id
    await this.jobs.sendMany(
      'router-commands',
      [...routerIds].map((routerId) => ({ tenantId, routerId }))
    )
  }

  /**
   * A device may have been seen last at a router that the ISP has removed since: what its
   * customer pays for must not fail by that. The rest are held until we commit.
   */
  async #stillThere(commands: readonly NewCommand[]): Promise<ReadonlySet<number>> {
    if (commands.length === 0) return new Set()
    const routers: { id: string }[] = await this.tenancy.transaction
      .knexQuery()
      .table(Router.table)
      .select('id')
      .whereIn('id', [...new Set(commands.map(({ routerId }) => routerId))])
      .forKeyShare()
    return new Set(routers.map(({ id }) => Number(id)))
  }

  #row({ routerId, kind, payload, dedupeKey }: NewCommand) {
    const now = this.clock.now()
    return {
      router_id: routerId,
      kind,
      payload: JSON.stringify(payload),
      dedupe_key: dedupeKey,
      not_before: now.toJSDate(),
      deadline_at: worthTryingUntil(kind, now).toJSDate(),
      created_at: now.toJSDate(),
    }
  }
}

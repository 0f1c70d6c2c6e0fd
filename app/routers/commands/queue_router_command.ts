import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import RouterCommand, {
  type CommandKind,
  type CommandPayloads,
} from '#routers/commands/router_command'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'

/** How long a command is worth trying: a customer who waits gives up, a logout must happen. */
const WORTH_TRYING: Record<CommandKind, { minutes: number }> = {
  login: { minutes: 10 },
  logout: { minutes: 24 * 60 },
}

export interface NewCommand<K extends CommandKind> {
  routerId: number
  kind: K
  payload: CommandPayloads[K]
  /** The same key is the same command: it is queued once. */
  dedupeKey: string
}

/** Puts a command into a router's outbox, as part of the transaction in scope. */
@inject()
export class QueueRouterCommand {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock
  ) {}

  async execute<K extends CommandKind>(command: NewCommand<K>): Promise<void> {
    const now = this.clock.now()
    const inserted = await this.tenancy.transaction
      .knexQuery()
      .table(RouterCommand.table)
      .insert({
        router_id: command.routerId,
        kind: command.kind,
        payload: JSON.stringify(command.payload),
        dedupe_key: command.dedupeKey,
        not_before: now.toJSDate(),
        deadline_at: now.plus(WORTH_TRYING[command.kind]).toJSDate(),
        created_at: now.toJSDate(),
      })
      .onConflict('dedupe_key')
      .ignore()
      .returning('id')
    if (inserted.length === 0) return

    await this.jobs.send('router-commands', {
      tenantId: this.tenancy.tenant.id,
      routerId: command.routerId,
    })
  }
}

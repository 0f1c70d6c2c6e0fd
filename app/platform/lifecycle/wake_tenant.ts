import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { RecordOutcome } from '#messaging/delivery/record_outcome'
import SmsMessage from '#messaging/sms_message'
import { OCCASIONS } from '#messaging/texts/occasions'
import RouterCommand from '#routers/commands/router_command'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Takes up what an ISP has left in its outboxes: while it was closed, the jobs for them have ended.
 * What a router is to be told carries its own deadline; an SMS that nobody needs any more is not
 * sent.
 */
@inject()
export class WakeTenant {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private jobs: JobQueue,
    private record: RecordOutcome
  ) {}

  async execute(tenant: Tenant): Promise<void> {
    await this.tenancy.run(tenant, async () => {
      await this.#routers(tenant)
      await this.#messages(tenant)
    })
  }

  async #routers({ id: tenantId }: Tenant): Promise<void> {
    const waiting = await RouterCommand.query()
      .distinct('router_id')
      .whereIn('state', ['pending', 'running'])
    const payloads = waiting.map(({ routerId }) => ({ tenantId, routerId }))
    await this.jobs.sendMany('router-commands', payloads)
  }

  async #messages({ id: tenantId }: Tenant): Promise<void> {
    const waiting = await SmsMessage.query().where('status', 'queued').orderBy('id')
    const late = waiting.filter((message) => this.#isLate(message))
    for (const { id } of late) await this.record.failed(id, 'too_late')
    const payloads = waiting
      .filter((message) => !late.includes(message))
      .map(({ id }) => ({ tenantId, messageId: id }))
    await this.jobs.sendMany('send-sms', payloads)
  }

  #isLate({ event, createdAt }: SmsMessage): boolean {
    const { worthSeconds } = OCCASIONS[event]
    return worthSeconds !== null && createdAt.plus({ seconds: worthSeconds }) < this.clock.now()
  }
}

import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Before this, an account that is being asked is not asked again. */
const UNDER_WAY_HOURS = 1

/** Has every account in use asked for its balance whose time has come. */
@inject()
export class QueueDueBalances {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock
  ) {}

  async execute(tenant: TenantScope): Promise<void> {
    const now = this.clock.now()
    await this.tenancy.run(tenant, async () => {
      const due = await SmsGatewayAccount.query()
        .where('enabled', true)
        .where('balance_due_at', '<=', now.toJSDate())
        .forUpdate()
        .skipLocked()
      for (const account of due) {
        await account.merge({ balanceDueAt: now.plus({ hours: UNDER_WAY_HOURS }) }).save()
      }
      await this.jobs.sendMany(
        'ask-sms-balance',
        due.map(({ id }) => ({ tenantId: tenant.id, accountId: id }))
      )
    })
  }
}

import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { ForgetStaleDevices } from '#hotspot/customers/forget_stale_devices'
import { QueueDueBalances } from '#messaging/balance/queue_due_balances'
import { RefusedCodes } from '#messaging/pumping/refused_codes'
import { CountActiveCustomers } from '#platform/plans/count_active_customers'
import { LimitGrants } from '#platform/plans/limit_grants'
import { RouterProbes } from '#routers/health/router_probes'
import { RouterReadings } from '#routers/health/router_readings'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

/** What every tenant needs now and then, and nobody waits for. */
@inject()
export class Housekeeping {
  constructor(
    private countActiveCustomers: CountActiveCustomers,
    private forgetStaleDevices: ForgetStaleDevices,
    private queueDueBalances: QueueDueBalances,
    private refusedCodes: RefusedCodes,
    private probes: RouterProbes,
    private readings: RouterReadings,
    private limitGrants: LimitGrants
  ) {}

  /** One tenant after the other; an error of one is logged and the next has its turn. */
  async execute(): Promise<void> {
    const lively = statusesWhere(({ jobs }) => jobs === 'all')
    const tenants = await Tenant.query().whereIn('status', lively)
    for (const tenant of tenants) {
      try {
        await this.countActiveCustomers.execute(tenant)
        await this.forgetStaleDevices.execute(tenant)
        await this.queueDueBalances.execute(tenant)
      } catch (error) {
        logger.error({ err: error, tenant: tenant.id }, 'housekeeping')
      }
    }
    try {
      await this.probes.prune()
      await this.readings.prune()
      await this.refusedCodes.prune()
      await this.limitGrants.endDue()
    } catch (error) {
      logger.error({ err: error }, 'housekeeping')
    }
  }
}

import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { ForgetStaleDevices } from '#hotspot/customers/forget_stale_devices'
import { QueueDueBalances } from '#messaging/balance/queue_due_balances'
import { CodeAskers } from '#messaging/pumping/code_askers'
import { RefusedCodes } from '#messaging/pumping/refused_codes'
import { EraseDue } from '#platform/lifecycle/erasing/erase_due'
import { CountActiveCustomers } from '#platform/plans/count_active_customers'
import { LimitGrants } from '#platform/plans/limit_grants'
import { TellOfLimits } from '#platform/plans/tell_of_limits'
import { RevenueMonths } from '#platform/revenue/revenue_months'
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
    private codeAskers: CodeAskers,
    private revenueMonths: RevenueMonths,
    private limitGrants: LimitGrants,
    private tellOfLimits: TellOfLimits,
    private eraseDue: EraseDue
  ) {}

  /** One tenant after the other; an error of one is logged and the next has its turn. */
  async execute(): Promise<void> {
    const lively = statusesWhere(({ jobs }) => jobs === 'all')
    const tenants = await Tenant.query().whereIn('status', lively)
    for (const tenant of tenants) {
      try {
        await this.visit(tenant)
      } catch (error) {
        logger.error({ err: error, tenant: tenant.id }, 'housekeeping')
      }
    }
    try {
      await this.probes.prune()
      await this.readings.prune()
      await this.refusedCodes.prune()
      await this.codeAskers.prune()
      await this.revenueMonths.close()
      await this.limitGrants.endDue()
      await this.eraseDue.execute()
    } catch (error) {
      logger.error({ err: error }, 'housekeeping')
    }
  }

  /** What is due at one tenant by now. */
  async visit(tenant: Tenant): Promise<void> {
    const active = await this.countActiveCustomers.execute(tenant)
    await this.forgetStaleDevices.execute(tenant)
    await this.queueDueBalances.execute(tenant)
    await this.tellOfLimits.execute(tenant, active)
  }
}

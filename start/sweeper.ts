import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { DateTime } from 'luxon'
import { SuspendDue } from '#hotspot/suspension/suspend_due'
import { ClosePaymentWindows } from '#hotspot/payment_window/close_payment_windows'
import { WarnLowBalance } from '#hotspot/suspension/warn_low_balance'
import { PollReports } from '#messaging/reports/poll_reports'
import { CloseSilentSessions } from '#radius/close_silent_sessions'
import { ReconcilePayments } from '#payments/intents/reconcile_payments'
import { ReconcileRefunds } from '#payments/refunds/reconcile_refunds'
import { DueTenants, type DueTenant } from '#tenancy/due_tenants'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'

const TENANTS_AT_ONCE = 20
const RETRY_SECONDS = 5

/** What is swept in a tenant that is due: packages over or low, silent sessions, payments and refunds to ask about. */
@inject()
export class Sweeper {
  constructor(
    private dueTenants: DueTenants,
    private directory: TenantDirectory,
    private suspendDue: SuspendDue,
    private warnLowBalance: WarnLowBalance,
    private closePaymentWindows: ClosePaymentWindows,
    private closeSilentSessions: CloseSilentSessions,
    private reconcilePayments: ReconcilePayments,
    private reconcileRefunds: ReconcileRefunds,
    private pollReports: PollReports
  ) {}

  /** One pass over whoever is due. An error is logged and tried again; it never ends the scheduler. */
  async tick(): Promise<void> {
    try {
      const due = await this.dueTenants.claim(TENANTS_AT_ONCE)
      await Promise.all(due.map((tenant) => this.#sweep(tenant)))
    } catch (error) {
      logger.error({ err: error }, 'sweeper')
    }
  }

  async #sweep(due: DueTenant): Promise<void> {
    try {
      const tenant = await this.directory.byId(due.tenantId)
      const suspensions = await this.suspendDue.execute(tenant)
      const isLively = stateOf(tenant).jobs === 'all'
      const warnings = isLively ? await this.warnLowBalance.execute(tenant) : null
      const windows = await this.closePaymentWindows.execute(tenant)
      const silent = await this.closeSilentSessions.execute(tenant)
      const payments = await this.reconcilePayments.execute(tenant)
      const refunds = await this.reconcileRefunds.execute(tenant)
      const reports = await this.pollReports.execute(tenant)
      await this.dueTenants.release(
        due,
        earliest(suspensions, warnings, windows, silent, payments, refunds, reports)
      )
    } catch (error) {
      logger.error({ err: error, tenant: due.tenantId }, 'sweeper')
      await this.dueTenants.release(due, DateTime.utc().plus({ seconds: RETRY_SECONDS }))
    }
  }
}

function earliest(...times: (DateTime | null)[]): DateTime | null {
  return times.reduce((first, time) => (first && (!time || first < time) ? first : time), null)
}

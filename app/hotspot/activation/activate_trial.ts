import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { MacAddress } from '#core/mac_address'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import type Activation from '#hotspot/activation/activation'
import { offerOf } from '#hotspot/activation/offer'
import type Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Package from '#hotspot/packages/package'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import { growthOf } from '#tenancy/plans/customer_growth'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * The Trial: once for a number and once for a MAC, ever. The log remembers the
 * MAC, since the device may belong to another number by now. An ISP that may not
 * sell, or has outgrown its plan by far, gives none away.
 */
@inject()
export class ActivateTrial {
  constructor(
    private activatePackage: ActivatePackage,
    private clock: Clock,
    private tenancy: Tenancy
  ) {}

  /** In the tenant's scope. @returns null when there is no Trial, or it was used */
  async execute(customer: Customer, mac: MacAddress): Promise<Activation | null> {
    if (!givesTrials(this.tenancy.tenant)) return null
    const trial = await Package.query().where({ isTrial: true, active: true }).first()
    if (!trial || customer.trialUsedAt) return null

    const usedByDevice = await HotspotLog.query().where({ event: 'trial', mac }).first()
    if (usedByDevice) return null

    await customer.merge({ trialUsedAt: this.clock.now() }).save()
    await logHotspot(customer, 'trial', { package: trial.name }, mac)
    return this.activatePackage.execute(customer.id, offerOf(trial), 'trial')
  }
}

function givesTrials(tenant: TenantScope): boolean {
  return stateOf(tenant).portal === 'sells' && growthOf(tenant) !== 'stopped'
}

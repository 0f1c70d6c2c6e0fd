import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { ConnectStarterGateways } from '#platform/signup/connect_starter_gateways'
import Opening from '#platform/signup/opening'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'
import { TenantOpened } from '#tenancy/provisioning/tenant_opened'
import { Tenancy } from '#tenancy/tenancy'

const BEFORE: TenantStatus = 'provisioning'
const AFTER: TenantStatus = 'trial'

/**
 * Does what a sign-up has left to do and opens the company: by the process that made it, or, when
 * that died, by the worker or whoever comes to enter it. Many may be at it: one after the other
 * they find it done.
 */
@inject()
export class FinishOpening {
  constructor(
    private db: Database,
    private tenancy: Tenancy,
    private connectStarterGateways: ConnectStarterGateways
  ) {}

  async execute(tenantId: number): Promise<void> {
    const opening = await Opening.find(tenantId)
    if (!opening) return

    const tenant = await Tenant.findOrFail(tenantId)
    await this.tenancy.run(tenant, async (trx) => {
      await trx.rawQuery('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `opening:${tenant.schema}`,
      ])
      await this.connectStarterGateways.execute(tenant)
      await TenantOpened.dispatch(tenant, { examplePackages: opening.examplePackages })
    })
    await this.#open(tenantId)
  }

  /** One that was closed meanwhile stays so. */
  async #open(tenantId: number): Promise<void> {
    await this.db.connection('app').transaction(async (client) => {
      const tenant = await Tenant.query({ client })
        .where({ id: tenantId, status: BEFORE })
        .forUpdate()
        .first()
      await tenant?.merge({ status: AFTER, statusSince: DateTime.utc() }).save()
      await Opening.query({ client }).where({ tenantId }).delete()
    })
  }
}

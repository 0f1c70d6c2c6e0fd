import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const DAYS = 30

/**
 * An active customer is one who had a package within the last 30 days that was not a Trial, by
 * whatever way it was paid. Counted in one statement, and kept with the tenant for pages and
 * limits.
 */
@inject()
export class CountActiveCustomers {
  constructor(
    private db: Database,
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns how many there are */
  async execute(tenant: TenantScope): Promise<number> {
    const now = this.clock.now()
    const counted: { rows: { active: number }[] } = await this.tenancy.run(tenant, (trx) =>
      trx.rawQuery(
        `select count(distinct customer_id)::int as active from activations
          where source <> 'trial' and starts_at <= :now
            and least(expires_at, suspended_at) > :since`,
        { now: now.toJSDate(), since: now.minus({ days: DAYS }).toJSDate() }
      )
    )
    const active = counted.rows[0]?.active ?? 0
    await this.db
      .connection('app')
      .rawQuery(
        'update platform.tenants set active_customers = :active, counted_at = :now where id = :id',
        { active, now: now.toJSDate(), id: tenant.id }
      )
    return active
  }
}

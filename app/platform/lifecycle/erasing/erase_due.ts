import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { dayFor } from '#platform/billing/letters/day_for'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import { EndBilling } from '#platform/lifecycle/closing/end_billing'
import { ERASED_AFTER_DAYS, eraseDate } from '#platform/lifecycle/closing/erase_date'
import { EraseTenant } from '#platform/lifecycle/erasing/erase_tenant'
import { ErasingRefused } from '#platform/lifecycle/errors'
import { closedPage } from '#platform/lifecycle/follow_move'
import { mayBeErased } from '#platform/lifecycle/moves'
import { TENANT_STATUSES } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

/** Days before the erasing on which owners are told once more. */
const REMINDED_DAYS = 3

const DUE = 'status_since <= now() - make_interval(days => ?) as is_due'

/**
 * Looks after ISPs that have closed, every hour: charged no more, told before the end, and erased
 * when their time is over by the application's clock and by the database's. One of them alone may
 * be wrong, and what is erased does not come back.
 */
@inject()
export class EraseDue {
  constructor(
    private clock: Clock,
    private tellOwners: TellOwners,
    private endBilling: EndBilling,
    private eraseTenant: EraseTenant
  ) {}

  /** An error of one is logged, and it has its turn again in the next round. */
  async execute(): Promise<void> {
    for (const tenant of await closedTenants()) {
      try {
        await this.#look(tenant)
      } catch (error) {
        /** Another process was before us, or somebody has reopened it. */
        if (error instanceof ErasingRefused) continue
        logger.error({ err: error, tenant: tenant.id }, 'closed tenants')
      }
    }
  }

  async #look(tenant: Tenant): Promise<void> {
    const left = eraseDate(tenant).diff(this.clock.now(), 'days').days
    if (left <= 0 && tenant.$extras.is_due === true) {
      const by = { kind: 'system', name: 'Portico' } as const
      const reason = `Closed ${ERASED_AFTER_DAYS} days ago`
      return this.eraseTenant.execute({ tenantId: tenant.id, reason, by })
    }
    if (left <= REMINDED_DAYS) await this.#remind(tenant)
    await this.endBilling.withThePeriod(tenant.id)
  }

  async #remind(tenant: Tenant): Promise<void> {
    await this.tellOwners.execute(tenant, {
      kind: 'erasing',
      about: tenant.statusSince.toISO() ?? '',
      data: { date: dayFor(tenant, eraseDate(tenant)) },
      url: closedPage(tenant),
    })
  }
}

function closedTenants(): Promise<Tenant[]> {
  const query = Tenant.query()
  return query
    .select('*', query.client.raw(DUE, [ERASED_AFTER_DAYS]))
    .whereIn(
      'status',
      TENANT_STATUSES.filter((status) => mayBeErased({ status }))
    )
    .orderBy('id')
    .exec()
}

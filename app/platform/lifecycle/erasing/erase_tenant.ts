import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type { Actor } from '#platform/lifecycle/actor'
import { EndBilling } from '#platform/lifecycle/closing/end_billing'
import { forgetEverywhere } from '#platform/lifecycle/erasing/forget_everywhere'
import { ErasingRefused } from '#platform/lifecycle/errors'
import { mayBeErased } from '#platform/lifecycle/moves'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'
import { schemaName } from '#tenancy/schema_name'

export interface Erasing {
  tenantId: number
  /** For people, in a sentence. */
  reason: string
  by: Actor
}

/** Somebody who downloads, or migrates, has until the next round. */
const PATIENCE = '5s'

/**
 * Erases a closed ISP: its tables and role, and its rows in the platform's tables, in one
 * transaction of the owner's. Killed half-way, nothing has happened. What stays is its name, which
 * nobody else may have while its customers' phones know it, our invoices to it, and its history.
 * What Redis knows of it, limits and counts, ends by itself.
 */
@inject()
export class EraseTenant {
  constructor(
    private db: Database,
    private endBilling: EndBilling
  ) {}

  /** @throws ErasingRefused when it is not closed; what Stripe says when it is still charged */
  async execute({ tenantId, reason, by }: Erasing): Promise<void> {
    const closed = await Tenant.find(tenantId)
    if (!closed || !mayBeErased(closed)) throw new ErasingRefused()
    await this.endBilling.atOnce(tenantId)

    await this.db.connection('owner').transaction(async (trx) => {
      const tenant = await Tenant.query({ client: trx })
        .where('id', tenantId)
        .forUpdate()
        .firstOrFail()
      if (!mayBeErased(tenant)) throw new ErasingRefused()

      await dropSchema(trx, tenant.schema)
      await forgetEverywhere(trx, tenantId)
      await TenantEvent.note(trx, {
        tenantId,
        kind: 'status',
        before: tenant.status,
        after: 'erased',
        reason,
        by,
      })
      const nothing = { settings: {}, limitOverrides: {}, activeCustomers: 0 }
      await tenant.merge({ ...nothing, status: 'erased', statusSince: DateTime.utc() }).save()
    })
  }
}

async function dropSchema(trx: TransactionClientContract, name: string): Promise<void> {
  const schema = schemaName(name)
  await trx.rawQuery(
    `set local lock_timeout = '${PATIENCE}';
     drop schema ${schema} cascade;
     drop role ${schema}`
  )
}

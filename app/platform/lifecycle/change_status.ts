import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import type { Actor } from '#platform/lifecycle/actor'
import { MoveRefused } from '#platform/lifecycle/errors'
import { mayMove } from '#platform/lifecycle/moves'
import { RadiusDoors } from '#platform/lifecycle/radius_doors'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { stateOf, type TenantStatus } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

export interface StatusChange {
  tenantId: number
  to: TenantStatus
  /** For people, in a sentence. */
  reason: string
  by: Actor
}

/**
 * Moves a tenant from one state to another, with RADIUS following in the same transaction and what
 * was left undone looked at anew. A job follows whoever closes or reopens (FollowMove). Asked for
 * the state it is in, it does nothing: billing may say the same thing twice.
 */
@inject()
export class ChangeStatus {
  constructor(
    private db: Database,
    private doors: RadiusDoors,
    private jobs: JobQueue
  ) {}

  /** @throws MoveRefused */
  async execute({ tenantId, to, reason, by }: StatusChange): Promise<Tenant> {
    const routers = stateOf({ status: to }).radius ? await this.doors.closedOf(tenantId) : []

    return this.db.connection('app').transaction(async (client) => {
      const tenant = await Tenant.query({ client }).where('id', tenantId).forUpdate().firstOrFail()
      const from = tenant.status
      if (from === to) return tenant
      if (!mayMove(from, to)) throw new MoveRefused(from, to)

      await tenant.merge({ status: to, statusSince: DateTime.utc() }).save()
      await TenantEvent.note(client, {
        tenantId,
        kind: 'status',
        before: from,
        after: to,
        reason,
        by,
      })
      if (stateOf(tenant).radius) await this.doors.open(client, tenant, routers)
      else await this.doors.close(client, tenant)
      await client.rawQuery('update platform.due_work set due_at = now() where tenant_id = ?', [
        tenantId,
      ])
      if (stateOf({ status: from }).radius !== stateOf(tenant).radius) {
        await this.jobs.send('follow-move', { tenantId }, { within: client })
      }
      return tenant
    })
  }
}

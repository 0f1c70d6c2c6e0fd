import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { RouterHeard } from '#platform/health/routers_heard_query'

/** When RADIUS last heard of each router, in one place for all tenants. Outside any scope. */
@inject()
export class RouterPackets {
  constructor(private db: Database) {}

  /** @param heard of all routers of the tenant: those that are not among them are gone */
  async keep(tenantId: number, heard: readonly RouterHeard[]): Promise<void> {
    await this.db.connection('app').rawQuery(
      `with said as (
         select (r->>'routerId')::bigint as router_id, (r->>'heardAt')::timestamptz as heard_at
           from jsonb_array_elements(:heard::jsonb) r),
       gone as (
         delete from platform.router_packets
          where tenant_id = :tenantId and router_id not in (select router_id from said))
       insert into platform.router_packets as p (tenant_id, router_id, heard_at)
       select :tenantId, router_id, heard_at from said
       on conflict (tenant_id, router_id) do update set heard_at = excluded.heard_at
        where p.heard_at is distinct from excluded.heard_at`,
      { tenantId, heard: JSON.stringify(heard) }
    )
  }
}

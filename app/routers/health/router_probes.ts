import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'

/** Longer than a visit may take; the visits of a process that died are taken up after it. */
const LEASE_SECONDS = 90
const EVERY_SECONDS = 60
/** A first silence is looked into at once, then ever more rarely. */
const AGAIN_SECONDS = 20
const RAREST_SECONDS = 900

export interface RouterProbe {
  tenantId: number
  routerId: number
  failures: number
}

/**
 * Which router is to be visited when. Routers that answer and routers that do not are taken
 * from two lines, so that any number of dead ones leaves the living their places.
 */
@inject()
export class RouterProbes {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** Takes up routers that were registered since. */
  async ensure(): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.router_probes (tenant_id, router_id, due_at)
       select c.tenant_id, c.router_id, :now from platform.radius_clients c
        where not exists (select from platform.router_probes p
                where p.tenant_id = c.tenant_id and p.router_id = c.router_id)
       on conflict do nothing`,
      { now: this.clock.now().toJSDate() }
    )
  }

  /** Takes what is due. Several processes share the work. */
  async claim(line: 'answering' | 'failing', limit: number): Promise<RouterProbe[]> {
    if (limit <= 0) return []
    const now = this.clock.now()
    const claimed: { rows: { tenant_id: string; router_id: string; failures: number }[] } =
      await this.db.connection('app').rawQuery(
        `update platform.router_probes p set leased_until = :lease
          where (p.tenant_id, p.router_id) in (
            select d.tenant_id, d.router_id from platform.router_probes d
              join platform.tenants t on t.id = d.tenant_id
                and t.status = any(:served)
              join platform.radius_clients c
                on c.tenant_id = d.tenant_id and c.router_id = d.router_id
             where d.due_at <= :now and (d.leased_until is null or d.leased_until <= :now)
               and (d.failures > 0) = :failing
             order by d.due_at limit :limit for update of d skip locked)
         returning tenant_id, router_id, failures`,
        {
          lease: now.plus({ seconds: LEASE_SECONDS }).toJSDate(),
          now: now.toJSDate(),
          failing: line === 'failing',
          served: statusesWhere(({ jobs }) => jobs !== 'none'),
          limit,
        }
      )
    return claimed.rows.map(({ tenant_id: tenant, router_id: router, failures }) => ({
      tenantId: Number(tenant),
      routerId: Number(router),
      failures,
    }))
  }

  /** Gives a router back, with the time of its next visit. */
  async release({ tenantId, routerId, failures }: RouterProbe, answered: boolean): Promise<void> {
    const inARow = answered ? 0 : failures + 1
    await this.db.connection('app').rawQuery(
      `update platform.router_probes
          set leased_until = null, failures = :inARow, due_at = :due
        where tenant_id = :tenantId and router_id = :routerId`,
      {
        inARow,
        due: this.clock
          .now()
          .plus({ seconds: pauseSeconds(inARow) })
          .toJSDate(),
        tenantId,
        routerId,
      }
    )
  }

  /** Asks for a visit at once, for somebody who waits for it. */
  async hurry(tenantId: number, routerId: number): Promise<void> {
    await this.db.connection('app').rawQuery(
      `update platform.router_probes set due_at = :now
        where tenant_id = :tenantId and router_id = :routerId`,
      { now: this.clock.now().toJSDate(), tenantId, routerId }
    )
  }

  /** Forgets routers that are no more. */
  async prune(): Promise<void> {
    await this.db.connection('app').rawQuery(
      `delete from platform.router_probes p
        where not exists (select from platform.radius_clients c
                where c.tenant_id = p.tenant_id and c.router_id = p.router_id)`
    )
  }
}

/** Seconds until the next visit after so many failures in a row, spread by a tenth. */
export function pauseSeconds(failures: number, chance = Math.random()): number {
  const seconds =
    failures === 0 ? EVERY_SECONDS : Math.min(AGAIN_SECONDS * 2 ** (failures - 1), RAREST_SECONDS)
  return seconds * (0.9 + 0.2 * chance)
}

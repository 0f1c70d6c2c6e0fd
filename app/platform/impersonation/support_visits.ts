import { inject } from '@adonisjs/core'
import redis from '@adonisjs/redis/services/main'
import { randomBytes } from 'node:crypto'
import { Clock } from '#core/clock'
import type Account from '#platform/accounts/account'
import Impersonation from '#platform/impersonation/impersonation'
import { VisitLog } from '#platform/impersonation/visit_log'
import { tenantUrl } from '#platform/tenant_url'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

const LINK_SECONDS = 60
export const VISIT_MINUTES = 30

/**
 * An admin's look into an ISP's dashboard: by a link that works once, for half an hour, to look
 * and not to touch. The ISP is told, sees it on every page, and can end it at any moment.
 */
@inject()
export class SupportVisits {
  constructor(
    private clock: Clock,
    private log: VisitLog
  ) {}

  /**
   * One at a time: whoever asks for a visit has left the one before, wherever that is.
   *
   * @returns the address to enter by, on the ISP's host
   */
  async open(admin: Account, tenant: Tenant, reason: string, ip: string): Promise<string> {
    await this.#leaveOthers(admin, ip)
    const now = this.clock.now()
    const visit = await Impersonation.create({
      tenantId: tenant.id,
      accountId: admin.id,
      adminName: admin.name,
      reason,
      createdAt: now,
      expiresAt: now.plus({ seconds: LINK_SECONDS }),
    })
    const ticket = randomBytes(24).toString('base64url')
    await redis.setex(key(tenant.id, ticket), LINK_SECONDS, String(visit.id))
    return `${tenantUrl(tenant)}/support/enter?ticket=${ticket}`
  }

  /** Begins the half hour. @returns null when the ticket is used, old or another ISP's */
  async enter(tenant: Tenant, ticket: string, ip: string): Promise<Impersonation | null> {
    const id = await redis.getdel(key(tenant.id, ticket))
    const visit = id === null ? null : await this.#unended().where('id', Number(id)).first()
    if (!visit) return null

    const now = this.clock.now()
    const expiresAt = now.plus({ minutes: VISIT_MINUTES })
    await visit.merge({ enteredAt: now, expiresAt }).save()
    await this.log.entered(tenant, visit, ip)
    return visit
  }

  /** Who of ours is in this ISP's dashboard now. */
  async live(tenantId: number): Promise<Impersonation[]> {
    return this.#unended()
      .where('tenant_id', tenantId)
      .whereNotNull('entered_at')
      .where('expires_at', '>', this.clock.now().toJSDate())
      .orderBy('id')
  }

  /** Ends a visit now; the browser it is in finds out with its next request. */
  async end(tenant: Tenant, visit: Impersonation, by: Account, ip: string): Promise<void> {
    const ended: unknown = await this.#unended()
      .where('id', visit.id)
      .update({ endedAt: this.clock.now().toJSDate(), endedBy: by.name })
    if (Number(ended) > 0) await this.log.ended(tenant, visit, by, ip)
  }

  async #leaveOthers(admin: Account, ip: string): Promise<void> {
    const visits = await this.#unended()
      .where('account_id', admin.id)
      .where('expires_at', '>', this.clock.now().toJSDate())
    for (const visit of visits) {
      const tenant = await Tenant.find(visit.tenantId)
      const isNoted = visit.enteredAt && tenant && stateOf(tenant).signIn
      if (isNoted) await this.end(tenant, visit, admin, ip)
      else await visit.merge({ endedAt: this.clock.now(), endedBy: admin.name }).save()
    }
  }

  #unended() {
    return Impersonation.query().whereNull('ended_at')
  }
}

function key(tenantId: number, ticket: string): string {
  return `support:${tenantId}:${ticket}`
}

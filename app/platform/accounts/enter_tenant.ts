import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import redis from '@adonisjs/redis/services/main'
import type Account from '#platform/accounts/account'
import { FinishOpening } from '#platform/signup/finish_opening'
import { wasEndedSince } from '#platform/sign_in/ended_sign_ins'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'

const SECONDS = 60

/**
 * The hop from the platform's host to a tenant's. Cookies are host-only, so
 * the browser carries a ticket over that opens one session, once, in a minute.
 */
@inject()
export class EnterTenant {
  constructor(private finishOpening: FinishOpening) {}

  /** A company whose sign-up died on the way is opened for whoever comes to it. */
  async link(account: Account, tenant: Tenant): Promise<string> {
    if (!tenant.isOpen) await this.finishOpening.execute(tenant.id)
    const ticket = randomBytes(24).toString('base64url')
    await redis.setex(this.#key(tenant.id, ticket), SECONDS, `${account.id}:${Date.now()}`)
    return `${tenantUrl(tenant)}/enter?ticket=${ticket}`
  }

  /**
   * @returns the account's id, or null when the ticket is used, old, another tenant's, or older
   * than the last time that sessions of the account were ended
   */
  async redeem(tenant: Tenant, ticket: string): Promise<number | null> {
    const kept = await redis.getdel(this.#key(tenant.id, ticket))
    if (kept === null) return null
    const [accountId, begunAt] = kept.split(':').map(Number)
    if (!accountId || !begunAt || (await wasEndedSince(accountId, begunAt))) return null
    return accountId
  }

  #key(tenantId: number, ticket: string): string {
    return `enter:${tenantId}:${ticket}`
  }
}

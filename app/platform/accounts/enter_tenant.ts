import { randomBytes } from 'node:crypto'
import redis from '@adonisjs/redis/services/main'
import type Account from '#platform/accounts/account'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'

const SECONDS = 60

/**
 * The hop from the platform's host to a tenant's. Cookies are host-only, so
 * the browser carries a ticket over that opens one session, once, in a minute.
 */
export class EnterTenant {
  async link(account: Account, tenant: Tenant): Promise<string> {
    const ticket = randomBytes(24).toString('base64url')
    await redis.setex(this.#key(tenant.id, ticket), SECONDS, String(account.id))
    return `${tenantUrl(tenant)}/enter?ticket=${ticket}`
  }

  /** @returns the account's id, or null when the ticket is used, old or another tenant's */
  async redeem(tenant: Tenant, ticket: string): Promise<number | null> {
    const accountId = await redis.getdel(this.#key(tenant.id, ticket))
    return accountId === null ? null : Number(accountId)
  }

  #key(tenantId: number, ticket: string): string {
    return `enter:${tenantId}:${ticket}`
  }
}

import { createHash, randomBytes } from 'node:crypto'
import encryption from '@adonisjs/core/services/encryption'
import redis from '@adonisjs/redis/services/main'

const SECONDS = 60

interface Kept {
  accountId: number
  /** Milliseconds since the epoch. */
  begunAt: number
  /** SHA-256 of its User-Agent. */
  browser: string
}

/**
 * One-time tickets from the platform's host to a tenant's: signed for that tenant, kept by us for
 * a minute, and good only in the browser that was sent. No cookie goes along to another host, so
 * that browser is known by what it calls itself (User-Agent).
 */
export class HopTickets {
  async issue(accountId: number, tenantId: number, userAgent: string): Promise<string> {
    const nonce = randomBytes(24).toString('base64url')
    const kept: Kept = { accountId, begunAt: Date.now(), browser: markOf(userAgent) }
    await redis.setex(keyOf(tenantId, nonce), SECONDS, JSON.stringify(kept))
    return encryption.encrypt(nonce, { purpose: purposeOf(tenantId), expiresIn: `${SECONDS}s` })
  }

  /** @returns null when it is forged, used, old, another tenant's or another browser's */
  async redeem(tenantId: number, ticket: string, userAgent: string): Promise<Kept | null> {
    const nonce = encryption.decrypt<string>(ticket, purposeOf(tenantId))
    const kept = nonce === null ? null : await redis.getdel(keyOf(tenantId, nonce))
    const read: unknown = kept === null ? null : JSON.parse(kept)
    return isKept(read) && read.browser === markOf(userAgent) ? read : null
  }
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'accountId' in value && 'begunAt' in value
}

const purposeOf = (tenantId: number) => `enter:${tenantId}`
const keyOf = (tenantId: number, nonce: string) => `enter:${tenantId}:${nonce}`
const markOf = (userAgent: string) => createHash('sha256').update(userAgent).digest('hex')

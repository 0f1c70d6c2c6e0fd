import { inject } from '@adonisjs/core'
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import redis from '@adonisjs/redis/services/main'
import env from '#start/env'
import type { MobileNumber } from '#core/mobile_number'

export const CODE_MINUTES = 5
export const CODE_DIGITS = 4
const TRIES = 5

export type CodeVerdict = 'right' | 'wrong' | 'expired' | 'locked'

/**
 * The code a customer proves a number with: five minutes in Redis, five tries,
 * once. Only its keyed hash is kept, so that nobody who reads Redis can use it.
 */
@inject()
export class OneTimeCode {
  /** A new code; the one before it is void, and so are its tries. */
  async issue(tenantId: number, mobile: MobileNumber): Promise<string> {
    const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
    const key = this.#key(tenantId, mobile)
    await redis
      .multi()
      .del(key)
      .hset(key, 'hash', this.#hash(key, code))
      .expire(key, CODE_MINUTES * 60)
      .exec()
    return code
  }

  /**
   * Counts the try before it compares, so that racing guesses cannot share one.
   * The right code is used up by whoever deletes it first.
   */
  async verify(tenantId: number, mobile: MobileNumber, code: string): Promise<CodeVerdict> {
    const key = this.#key(tenantId, mobile)
    const { tries, hash } = await this.#countTry(key)
    if (!hash) return 'expired'
    if (tries > TRIES) return 'locked'
    if (!equal(hash, this.#hash(key, code))) return tries === TRIES ? 'locked' : 'wrong'

    return (await redis.del(key)) === 1 ? 'right' : 'expired'
  }

  /** Both in one step: a code that expires in between would leave a count that never does. */
  async #countTry(key: string): Promise<{ tries: number; hash: string | null }> {
    const counted = await redis.multi().hincrby(key, 'tries', 1).hget(key, 'hash').exec()
    const [tries, hash] = (counted ?? []).map(([error, value]) => {
      if (error) throw error
      return value
    })
    if (typeof hash !== 'string') await redis.del(key)
    return { tries: Number(tries), hash: typeof hash === 'string' ? hash : null }
  }

  #key(tenantId: number, mobile: MobileNumber): string {
    return `otp:${tenantId}:${mobile}`
  }

  #hash(key: string, code: string): string {
    return createHmac('sha256', env.get('APP_KEY').release()).update(`${key}:${code}`).digest('hex')
  }
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

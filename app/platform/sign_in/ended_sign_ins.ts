import redis from '@adonisjs/redis/services/main'

/** Longer than anything that is half a sign-in lives: a ticket to a tenant's host, a code awaited. */
const SECONDS = 15 * 60

const key = (accountId: number) => `sign-ins-ended:${accountId}`

/** Sessions of an account were ended: what was begun before, and is no session yet, becomes none. */
export async function endBegunSignIns(accountId: number): Promise<void> {
  await redis.setex(key(accountId), SECONDS, Date.now())
}

/** @param begunAt milliseconds since the epoch */
export async function wasEndedSince(accountId: number, begunAt: number): Promise<boolean> {
  const endedAt = await redis.get(key(accountId))
  return endedAt !== null && Number(endedAt) >= begunAt
}

import redis from '@adonisjs/redis/services/main'

/** Lets the time of a key pass: whatever of ours is named so is gone. @throws when nothing is */
export async function redisKeysGone(name: string): Promise<void> {
  const prefix = 'portico:'
  const keys = await redis.keys(`${prefix}*${name}*`)
  if (keys.length === 0) throw new Error(`Redis has no key ${name}`)
  await redis.del(...keys.map((key) => key.slice(prefix.length)))
}

import logger from '@adonisjs/core/services/logger'
import type { Clock } from '#core/clock'
import RouterCommand from '#routers/commands/router_command'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/** After so long without renewal, whoever was at a command has died. */
export const LEASE_SECONDS = 30
const RENEW_EVERY_MS = 10_000

/** Which try of which command is meant: a try that lost its lease records nothing any more. */
export interface Try {
  id: number
  attempts: number
}

/** Keeps a command ours while `work` is at it, however long that takes. */
export async function withLease<T>(
  tenancy: Tenancy,
  clock: Clock,
  tenant: TenantScope,
  mine: Try,
  work: () => Promise<T>
): Promise<T> {
  const renew = async () => {
    const until = clock.now().plus({ seconds: LEASE_SECONDS }).toJSDate()
    await tenancy.run(tenant, () => tryQuery(mine).update({ notBefore: until }))
  }
  const timer = setInterval(() => {
    renew().catch((error: unknown) => logger.warn({ err: error, command: mine.id }, 'lease'))
  }, RENEW_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** The command, as long as this try of it is the one that counts. */
export function tryQuery({ id, attempts }: Try) {
  return RouterCommand.query().where({ id, attempts, state: 'running' })
}

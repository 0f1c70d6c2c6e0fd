import { DateTime } from 'luxon'
import type { Clock } from '#core/clock'
import { loginHandler } from '#hotspot/router_access/login_handler'
import { sendChange } from '#radius/dynamic_authorization/send_change'
import { openSessionsQuery, type OpenSession } from '#radius/open_sessions_query'
import { RouterSilent, type CommandHandler } from '#routers/commands/command_handler'
import type { CommandPayloads } from '#routers/commands/router_command'
import type Router from '#routers/router'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * Gives a running session its new speed and end by CoA, so that nobody is
 * interrupted. A device that is not online is logged in instead; one whose
 * router refuses the change (Error-Cause kept as the outcome) is logged in
 * anew, which reads everything afresh. Silence is tried again.
 */
export function changeHandler(tenancy: Tenancy, clock: Clock): CommandHandler<'change'> {
  const login = loginHandler(tenancy)
  return async (tenant, router, payload) => {
    const open = await tenancy.run(tenant, () => openSessionsQuery(tenancy, [payload.mac]))
    const session = open.find(({ nasAddress }) => nasAddress === router.address)
    if (!session?.framedIp) return login(tenant, router, { ...payload, renew: false })

    const answer = await sendChange({
      address: router.address,
      secret: router.secret(tenant.id),
      userName: session.userName,
      framedIp: session.framedIp,
      acctSessionId: session.acctSessionId,
      rateLimit: payload.rateLimit,
      sessionTimeoutSeconds: sessionTimeout(payload, session, clock.now()),
    })
    if (answer.outcome === 'ack') return 'changed'
    if (answer.outcome === 'timeout') throw silent(router, answer.reason)

    const outcome = await login(tenant, router, { ...payload, renew: true })
    return `CoA-NAK (${answer.reason}); ${outcome}`
  }
}

/** RouterOS counts Session-Timeout from the start of the session, so its age is added. */
function sessionTimeout(
  { expiresAt }: CommandPayloads['change'],
  { startedAt }: OpenSession,
  now: DateTime
): number {
  const from = startedAt ?? now
  return Math.max(1, Math.ceil(DateTime.fromISO(expiresAt).diff(from).as('seconds')))
}

function silent(router: Router, reason: string): RouterSilent {
  return new RouterSilent(
    `${router.name} did not answer the change (${reason}). Check /radius incoming: accept=yes, port 3799.`
  )
}

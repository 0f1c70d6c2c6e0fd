import { ALERT_KINDS, type AlertKind } from '#routers/health/alert_kind'
import { message, type AlertChannel } from '#routers/health/alert_state'
import type Router from '#routers/router'

/** Something people on a channel are to be told. */
export interface News {
  router: Router
  kind: AlertKind
  what: 'began' | 'ended'
  since: string
}

/** So many seconds pass between two messages to a tenant's people: what comes meanwhile is one. */
const PAUSE_SECONDS = 60

/** What is to be said on this channel now about these routers, all of it or nothing. */
export function newsFor(
  routers: readonly Router[],
  channel: AlertChannel,
  now: Date,
  cooldownMinutes: number
): News[] {
  const last = Math.max(0, ...routers.flatMap((router) => lastTold(router, channel)))
  if (now.getTime() - last < PAUSE_SECONDS * 1000) return []

  return routers.flatMap((router) =>
    ALERT_KINDS.flatMap((kind) => {
      const state = router.alerts[kind]
      const what = state && message(state, channel, now, cooldownMinutes)
      return state && what ? [{ router, kind, what, since: state.since }] : []
    })
  )
}

function lastTold({ alerts }: Router, channel: AlertChannel): number[] {
  return Object.values(alerts).flatMap(({ told }) => {
    const { last } = told[channel]
    return last === null ? [] : [Date.parse(last)]
  })
}

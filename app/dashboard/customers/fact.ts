import type { DateTime } from 'luxon'

/**
 * What a line of the timeline says happened. online: a session that still runs;
 * login and logout: what a router was told; the rest is named by `name`.
 */
export type FactKind =
  | 'accepted'
  | 'refused'
  | 'online'
  | 'session_started'
  | 'session_stopped'
  | 'session_seen'
  | 'login_done'
  | 'login_waiting'
  | 'login_dead'
  | 'logout_done'
  | 'logout_waiting'
  | 'logout_dead'
  | 'payment'
  | 'event'
  | 'suspended'
  | 'sms'
  | 'activity'

/** One thing that is known to have happened to a customer, from whichever table. */
export interface Fact {
  at: DateTime
  kind: FactKind
  /** A payment's or message's state, an event's or action's name, a terminate cause. */
  name: string | null
  /** What was said: RADIUS's reason, a router's error, a gateway's. */
  reason: string | null
  mac: string | null
  router: string | null
  /** Who of the operator's people did it. */
  who: string | null
  attempts: number
  /** When a router is told again. */
  nextAt: DateTime | null
}

/** A fact of which only this much is known. */
export function fact(at: DateTime, kind: FactKind, more: Partial<Fact> = {}): Fact {
  return {
    at,
    kind,
    name: null,
    reason: null,
    mac: null,
    router: null,
    who: null,
    attempts: 0,
    nextAt: null,
    ...more,
  }
}

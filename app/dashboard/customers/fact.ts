import type { DateTime } from 'luxon'
import type { Money } from '#core/money'

/**
 * What a line of the timeline says happened. online: a session that still runs;
 * login, logout and change: what a router was told; payment: a step of one at a
 * gateway; received: cash or a voucher; the rest is named by `name`.
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
  | 'change_done'
  | 'change_waiting'
  | 'change_dead'
  | 'payment'
  | 'received'
  | 'undone'
  | 'event'
  | 'suspended'
  | 'sms'
  | 'activity'

/** One thing that is known to have happened to a customer, from whichever table. */
export interface Fact {
  at: DateTime
  kind: FactKind
  /** A payment's or message's state, how it was paid, an event's or action's name, a terminate cause. */
  name: string | null
  /** What was said: RADIUS's reason, a router's error, a gateway's, why something was undone. */
  reason: string | null
  mac: string | null
  /** The device was the customer's, and was replaced since. */
  former: boolean
  router: string | null
  /** Who of the operator's people did it. */
  who: string | null
  /** The package that was paid for, another number. */
  about: string | null
  amount: Money | null
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
    former: false,
    router: null,
    who: null,
    about: null,
    amount: null,
    attempts: 0,
    nextAt: null,
    ...more,
  }
}

/** Visits in a row that must agree before trouble begins, or is over. */
const CONFIRMED = 2
const DAY_MS = 86_400_000

export type AlertChannel = 'sms' | 'email'

/** What people on a channel know. Times are ISO 8601. */
export interface Told {
  open: boolean
  /** When they were last told that trouble began, and when anything at all. */
  at: string | null
  last: string | null
}

/** One kind of trouble with one router. A plain value: it lives in routers.alerts. */
export interface AlertState {
  /** When it was first seen, this time. */
  since: string
  open: boolean
  /** Visits in a row that contradicted `open`. */
  doubts: number
  told: Record<AlertChannel, Told>
}

/**
 * The state after one more visit. Two visits must agree, so that one lost packet is neither
 * trouble nor its end.
 *
 * @returns undefined when there is nothing to remember
 */
export function advance(
  before: AlertState | undefined,
  present: boolean,
  now: Date
): AlertState | undefined {
  if (!before) return present ? suspected(now) : undefined
  if (present === before.open) return present ? { ...before, doubts: 0 } : calm(before, now)

  const doubts = before.doubts + 1
  const since = present && before.doubts === 0 ? now.toISOString() : before.since
  return doubts < CONFIRMED
    ? { ...before, doubts, since }
    : { ...before, doubts: 0, since, open: present }
}

/**
 * What is to be said on a channel now. The end is told once, to whom the beginning was told.
 * A beginning is told again only when the cooldown since the last one is over, so a router that
 * flaps says two things in that time and no more.
 */
export function message(
  state: AlertState,
  channel: AlertChannel,
  now: Date,
  cooldownMinutes: number
): 'began' | 'ended' | null {
  const told = state.told[channel]
  if (told.open === state.open) return null
  if (!state.open) return 'ended'
  const rested = told.at === null || now.getTime() - Date.parse(told.at) >= cooldownMinutes * 60_000
  return rested ? 'began' : null
}

/** The state once that has been said. */
export function afterTelling(state: AlertState, channel: AlertChannel, now: Date): AlertState {
  const at = state.open ? now.toISOString() : state.told[channel].at
  return {
    ...state,
    told: { ...state.told, [channel]: { open: state.open, at, last: now.toISOString() } },
  }
}

function suspected(now: Date): AlertState {
  const told: Told = { open: false, at: null, last: null }
  return { since: now.toISOString(), open: false, doubts: 1, told: { sms: told, email: told } }
}

/** Over, and everybody knows; the time of the last message is kept for the cooldown, for a day. */
function calm(state: AlertState, now: Date): AlertState | undefined {
  const { sms, email } = state.told
  const isKept = [sms, email].some(
    ({ open, last }) => open || (last !== null && now.getTime() - Date.parse(last) < DAY_MS)
  )
  return isKept ? { ...state, doubts: 0 } : undefined
}

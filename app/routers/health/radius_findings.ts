import type { Evidence, Finding } from '#routers/health/findings'
import type { RadiusCounters } from '#routers/health/router_reading'
import { isOurs } from '#routers/health/setup_findings'

/** One mistyped form is no proof; a secret that differs garbles every password. */
const WRONG_PASSWORDS = 3
/** Three interim updates of two minutes, and a little. */
const SILENT_SECONDS = 420

/**
 * Does RADIUS work between the router and us? FreeRADIUS drops what another secret has signed,
 * without a word, so the signs are: the router shows a secret that is not ours; passwords that
 * cannot be wrong are; the router discards our replies; or its requests go unanswered while it
 * does not understand our Disconnect-Requests either. What was found stays found until RADIUS
 * is seen to work: a minute in which nobody joins proves nothing.
 */
export function radiusFindings(evidence: Evidence): Finding[] {
  if (works(evidence) || asksSomebodyElse(evidence)) return []
  if (secretSuspected(evidence)) return ['secret_suspected']
  if (silent(evidence)) return ['radius_silent']

  const last = evidence.before?.findings ?? []
  return last.filter(
    (one) => one === 'radius_silent' || (one === 'secret_suspected' && !secretProven(evidence))
  )
}

/** The router shows our secret, or has understood what we signed with it. */
function secretProven({ reading, knock, expected }: Evidence): boolean {
  const entry = reading?.radius.find((one) => isOurs(one, expected))
  return entry?.secretDiffers === false || (entry?.secretDiffers !== true && knock === 'answered')
}

/** What a router that has no entry of ours says of RADIUS is not about us. */
function asksSomebodyElse({ reading, expected }: Evidence): boolean {
  return reading !== null && !reading.radius.some((entry) => isOurs(entry, expected))
}

/** An accept, a refusal with its reason, or accounting has been seen since the visit before. */
function works({ ours, before, reading }: Evidence): boolean {
  if (reading?.radius.some((entry) => !entry.disabled && entry.secretDiffers)) return false
  return (
    ours.accepts > 0 ||
    ours.rejects > ours.wrongPasswords ||
    (before !== null && ours.lastAcctAt !== null && ours.lastAcctAt !== before.ours.lastAcctAt)
  )
}

function secretSuspected(evidence: Evidence): boolean {
  const { reading, ours, knock } = evidence
  if (secretProven(evidence)) return false
  const since = rise(evidence)
  return (
    reading?.radius.some((entry) => !entry.disabled && entry.secretDiffers === true) === true ||
    ours.wrongPasswords >= WRONG_PASSWORDS ||
    (since !== null && since.badReplies > 0 && answered(since) === 0) ||
    knock === 'bad_replies' ||
    (silent(evidence) && knock === 'silent' && reading?.incoming?.accept === true)
  )
}

/** Its requests time out, or people are online there of whom we hear nothing. */
export function silent(evidence: Evidence): boolean {
  const { reading, ours, now } = evidence
  if (!reading) return false
  const since = rise(evidence)
  if (since && since.timeouts > 0 && answered(since) === 0) return true

  const up = reading.uptimeSeconds ?? 0
  const heardAt = ours.lastAcctAt === null ? 0 : Date.parse(ours.lastAcctAt)
  return (
    reading.sessions > 0 && up > SILENT_SECONDS && now.getTime() - heardAt > SILENT_SECONDS * 1000
  )
}

function answered({ accepts, rejects }: RadiusCounters): number {
  return accepts + rejects
}

/** By how much the router's counters rose since the visit before; null after a reboot. */
function rise({ reading, before }: Evidence): RadiusCounters | null {
  const [now, then] = [reading?.counters, before?.reading?.counters]
  if (!now || !then || now.requests < then.requests) return null
  return {
    requests: now.requests - then.requests,
    accepts: now.accepts - then.accepts,
    rejects: now.rejects - then.rejects,
    timeouts: now.timeouts - then.timeouts,
    badReplies: now.badReplies - then.badReplies,
  }
}

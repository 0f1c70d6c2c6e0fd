import type { DateTime } from 'luxon'
import type { SmsOutcome, SmsReason } from '#messaging/gateways/contract'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'

/** So many times in a row earn a rest, and each time it fails after one, a longer rest. */
const PATIENCE = 3
const FIRST_REST_SECONDS = 60
const LONGEST_REST_SECONDS = 900

/** After a rest one message finds out how it is, while the others go elsewhere for this long. */
export const PROBE_SECONDS = 30

/** How stale the page's "last used" may get, so that a busy account's row is not written each time. */
const NOTED_EVERY_SECONDS = 30

/** The account's own trouble, which any message would meet. */
const OWN_TROUBLE: ReadonlySet<SmsReason> = new Set<SmsReason>([
  'no_balance',
  'bad_credentials',
  'bad_sender',
  'account_not_allowed',
  'address_not_allowed',
  'gateway_error',
  'unreachable',
  'no_answer',
])

type Health = Pick<
  SmsGatewayAccount,
  'failures' | 'restsUntil' | 'lastOutcome' | 'lastReason' | 'lastTriedAt'
>

/** Has it rested, and is this message to find out how it is? */
export function isOnProbation(
  { failures, restsUntil }: Pick<Health, 'failures' | 'restsUntil'>,
  now: DateTime
): boolean {
  return failures >= PATIENCE && (restsUntil === null || restsUntil <= now)
}

/** Would noting this outcome tell anybody anything? */
export function isNews(before: Health, outcome: SmsOutcome, now: DateTime): boolean {
  if (outcome.outcome !== 'accepted' || before.lastOutcome !== 'accepted') return true
  const { lastTriedAt } = before
  return (
    before.failures > 0 ||
    lastTriedAt === null ||
    now.diff(lastTriedAt).as('seconds') > NOTED_EVERY_SECONDS
  )
}

/**
 * The account's health after one more answer. Messages that were under way together fail
 * together: while it rests, more of the same does not lengthen the rest.
 *
 * @param isProbe the message was sent to find out, and nothing else of the account's was
 */
export function healthAfter(
  before: Health,
  outcome: SmsOutcome,
  now: DateTime,
  isProbe = false
): Health {
  const noted = {
    lastOutcome: outcome.outcome,
    lastReason: outcome.outcome === 'accepted' ? null : outcome.reason,
    lastTriedAt: now,
  }
  if (outcome.outcome === 'accepted') return { ...noted, failures: 0, restsUntil: null }

  const { failures, restsUntil } = before
  const rests = !isProbe && restsUntil !== null && restsUntil > now
  if (rests || !OWN_TROUBLE.has(outcome.reason)) return { ...noted, failures, restsUntil }

  const inARow = failures + 1
  const rest = Math.min(FIRST_REST_SECONDS * 2 ** (inARow - PATIENCE), LONGEST_REST_SECONDS)
  return {
    ...noted,
    failures: inARow,
    restsUntil: inARow < PATIENCE ? null : now.plus({ seconds: rest }),
  }
}

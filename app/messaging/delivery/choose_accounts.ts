import type { DateTime } from 'luxon'
import { isOnProbation, PROBE_SECONDS } from '#messaging/delivery/account_health'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'

/** Somebody who asks for a second code within this time has not got the first. */
const STILL_WAITING_MINUTES = 10

export type Choice =
  | { accounts: [SmsGatewayAccount, ...SmsGatewayAccount[]] }
  | { accounts: null; why: 'no_gateway' | 'unsupported_destination' }

/**
 * The accounts to try, best first: in the operator's order, but those at rest last, and before
 * them the one whose last code to this number nobody knows the fate of. Call in the tenant's scope.
 */
export async function chooseAccounts(message: SmsMessage, now: DateTime): Promise<Choice> {
  const enabled = await SmsGatewayAccount.query()
    .where('enabled', true)
    .orderBy('position')
    .orderBy('id')
  const reaching = enabled.filter(({ provider }) => reaches(provider, message.mobile))
  for (const account of reaching) await takeProbe(account, now)
  const doubtful = message.event === 'otp' ? await lastInDoubt(message, now) : null

  const rank = (account: SmsGatewayAccount) =>
    account.isResting(now)
      ? 2
      : account.provider === doubtful || (message.event === 'sms_trouble' && account.lowSince)
        ? 1
        : 0
  const [first, ...others] = reaching.toSorted((one, other) => rank(one) - rank(other))
  if (first) return { accounts: [first, ...others] }
  return {
    accounts: null,
    why: enabled.length === 0 ? 'no_gateway' : 'unsupported_destination',
  }
}

/** Of many messages one finds out how an account is after its rest; to the others it rests on. */
async function takeProbe(account: SmsGatewayAccount, now: DateTime): Promise<void> {
  const { id, restsUntil } = account
  if (!restsUntil || !isOnProbation(account, now)) return
  const until = now.plus({ seconds: PROBE_SECONDS })
  const [taken] = await SmsGatewayAccount.query()
    .where('id', id)
    .where('rests_until', '<=', now.toJSDate())
    .update({ rests_until: until.toJSDate() })
  if (Number(taken) === 0) account.restsUntil = until
}

function reaches(provider: string, mobile: string): boolean {
  const driver = smsGatewayDrivers.find(({ name }) => name === provider)
  if (!driver) return false
  return driver.destinations === null || driver.destinations.some((code) => mobile.startsWith(code))
}

async function lastInDoubt({ id, mobile }: SmsMessage, now: DateTime): Promise<string | null> {
  const last = await SmsMessage.query()
    .where({ mobile, event: 'otp' })
    .where('id', '<', id)
    .where('created_at', '>', now.minus({ minutes: STILL_WAITING_MINUTES }).toJSDate())
    .orderBy('id', 'desc')
    .first()
  return last?.status === 'unknown' ? last.provider : null
}

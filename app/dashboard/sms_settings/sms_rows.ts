import { Money } from '#core/money'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import { lowMark } from '#messaging/balance/low_mark'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import type { DateTime } from 'luxon'

/** Connected SMS accounts in the order they are tried, and the providers there are besides. Call in scope. */
export async function smsRows(now: DateTime, locale: string) {
  const accounts = await SmsGatewayAccount.query().orderBy('position').orderBy('id')
  const connected = new Set(accounts.map(({ provider }) => provider))
  return {
    connected: accounts.map((account, at) => ({
      ...smsRow(account, now, locale),
      isFirst: at === 0,
      isLast: at === accounts.length - 1,
    })),
    others: smsGatewayDrivers
      .filter(({ name }) => !connected.has(name))
      .map(({ name, label, destinations }) => ({
        provider: name,
        label,
        reaches: destinations?.join(', ') ?? null,
      })),
  }
}

/** How one account stands, as the pages say it. */
export function smsRow(account: SmsGatewayAccount, now: DateTime, locale: string) {
  const { provider, enabled, environment, lastOutcome, lastReason, lastTriedAt } = account
  return {
    provider,
    label: smsLabel(provider),
    enabled,
    environment,
    lastOutcome,
    lastReason,
    lastTriedAt,
    restsUntil: account.isResting(now) ? account.restsUntil : null,
    balance: balanceOf(account)?.format(locale) ?? null,
    balanceAskedAt: account.balanceAskedAt,
    balanceError: account.balanceError,
    isLow: account.lowSince !== null,
  }
}

/** As the provider writes itself. */
export function smsLabel(provider: string): string {
  return smsGatewayDrivers.find(({ name }) => name === provider)?.label ?? provider
}

/** Below what people are warned, once it is known in which currency the account counts. */
export function warningAt({ lowAtMinor, balanceCurrency }: SmsGatewayAccount): string | null {
  return balanceCurrency && lowMark(lowAtMinor, balanceCurrency).toDecimal()
}

function balanceOf({ balanceMinor, balanceCurrency }: SmsGatewayAccount): Money | null {
  return balanceMinor === null || balanceCurrency === null
    ? null
    : Money.of(balanceMinor, balanceCurrency)
}

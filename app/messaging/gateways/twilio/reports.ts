import { idOf } from '../answer_fields.js'
import type { DeliveryReport, InboundReport } from '../contract.js'
import { refusalOf } from './refusals.js'
import { isSigned } from './signature.js'

const STATES: Readonly<Record<string, DeliveryReport['state']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  failed: 'failed',
  undelivered: 'failed',
  canceled: 'failed',
}

/**
 * A status callback: a form with MessageSid, MessageStatus and, when it failed, ErrorCode.
 *
 * @returns null when the account's token did not sign it or it is of another account; nothing
 *   for states before sending
 */
export function readReports(
  report: InboundReport,
  accountSid: string,
  token: string
): readonly DeliveryReport[] | null {
  if (report.method !== 'POST' || !isSigned(report, token)) return null
  const form = new URLSearchParams(report.rawBody)
  const providerId = idOf(form.get('MessageSid') ?? form.get('SmsSid') ?? '')
  if (form.get('AccountSid') !== accountSid || !providerId) return null

  const state = STATES[form.get('MessageStatus') ?? form.get('SmsStatus') ?? '']
  if (!state) return []
  const code = form.get('ErrorCode') ?? ''
  const detail = state === 'failed' && /^\d{5}$/.test(code) ? refusalOf(Number(code)).detail : ''
  return [{ providerId, state, ...(detail ? { detail } : {}) }]
}

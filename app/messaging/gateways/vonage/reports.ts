import { idOf, textOf } from '../answer_fields.js'
import type { DeliveryReport, InboundReport } from '../contract.js'
import { reportFields } from '../report_fields.js'

const STATES: Readonly<Record<string, DeliveryReport['state']>> = {
  accepted: 'sent',
  buffered: 'sent',
  delivered: 'delivered',
  expired: 'failed',
  failed: 'failed',
  rejected: 'failed',
}

/**
 * A delivery receipt, by GET or POST as the account is set (developer.vonage.com, "Delivery
 * receipts"). It is not signed: the address it comes to must be a secret.
 *
 * @returns null when it is no receipt or names another account
 */
export function readReports(
  report: InboundReport,
  apiKey: string
): readonly DeliveryReport[] | null {
  const fields = reportFields(report)
  const providerId = idOf(fields?.['messageId'])
  const status = textOf(fields?.['status'])
  const account = textOf(fields?.['api-key'])
  if (!providerId || !status || (account !== '' && account !== apiKey)) return null

  const state = STATES[status]
  if (!state) return []
  const code = textOf(fields?.['err-code'])
  const detail =
    state === 'failed' ? `Vonage: ${status}${/^\d+$/.test(code) ? `, ${code}` : ''}` : ''
  return [{ providerId, state, ...(detail ? { detail } : {}) }]
}

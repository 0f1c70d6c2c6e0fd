import { idOf, textOf } from '../answer_fields.js'
import type { DeliveryReport, InboundReport } from '../contract.js'
import { reportFields } from '../report_fields.js'

const STATES: Readonly<Record<string, DeliveryReport['state']>> = {
  Sent: 'sent',
  Submitted: 'sent',
  Buffered: 'sent',
  Success: 'delivered',
  Rejected: 'failed',
  Failed: 'failed',
  AbsentSubscriber: 'failed',
  Expired: 'failed',
}

/**
 * A form with `id`, `status`, `phoneNumber` and, when it failed, `failureReason`. Nobody signs
 * it: the address it comes to must be a secret.
 *
 * @returns null when it is no report
 */
export function readReports(report: InboundReport): readonly DeliveryReport[] | null {
  const fields = report.method === 'POST' ? reportFields(report) : null
  const providerId = idOf(fields?.['id'])
  const status = textOf(fields?.['status'])
  if (!providerId || !status) return null

  const state = STATES[status]
  if (!state) return []
  if (state !== 'failed') return [{ providerId, state }]
  const reason = textOf(fields?.['failureReason'])
  return [{ providerId, state, detail: /^\w{1,60}$/.test(reason) ? reason : status }]
}

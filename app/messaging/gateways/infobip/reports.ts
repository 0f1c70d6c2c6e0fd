import { fieldsOf } from '#core/http/fields'

import { idOf, textOf } from '../answer_fields.js'
import type { DeliveryReport, InboundReport } from '../contract.js'
import { jsonOf } from '../report_fields.js'
import { refusedStatus } from './refusals.js'

/** By `status.groupId`; 0, accepted, is no news. */
const STATES: Readonly<Record<string, DeliveryReport['state']>> = {
  1: 'sent',
  2: 'failed',
  3: 'delivered',
  4: 'failed',
  5: 'failed',
}

/**
 * Reports come in bundles of up to a hundred, by POST of JSON, unsigned: the address they come
 * to must be a secret.
 *
 * @returns null when it is no bundle
 */
export function readReports(report: InboundReport): readonly DeliveryReport[] | null {
  const list = fieldsOf(jsonOf(report.rawBody))?.['results']
  return report.method === 'POST' && Array.isArray(list) ? list.flatMap(readOne) : null
}

function readOne(result: unknown): DeliveryReport[] {
  const fields = fieldsOf(result)
  const status = fieldsOf(fields?.['status'])
  const providerId = idOf(fields?.['messageId'])
  const state = STATES[textOf(status?.['groupId'])]
  if (!status || !providerId || !state) return []
  return [{ providerId, state, ...(state === 'failed' ? refusedDetail(status) : {}) }]
}

function refusedDetail(status: Readonly<Record<string, unknown>>): { detail: string } {
  return { detail: refusedStatus(status).detail }
}

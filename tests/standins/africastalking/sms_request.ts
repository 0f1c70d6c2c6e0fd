import type { StandInRequest } from '../kit/request.js'
import { unknownKey } from '../sms/refused.js'
import { badRequest } from './replies.js'

export interface Sending {
  username: string
  to: string[]
  message: string
  from?: string
}

const FIELDS = [
  'username',
  'to',
  'message',
  'from',
  'bulkSMSMode',
  'enqueue',
  'keyword',
  'linkId',
  'retryDurationInHours',
]

/**
 * A form, answered in JSON to those that say so; others get XML, which nobody here reads.
 *
 * @throws Refused 400
 */
export function parseSending(request: StandInRequest): Sending {
  if (request.contentType !== 'application/x-www-form-urlencoded') {
    badRequest('The request content type is not supported')
  }
  if (!(request.header('accept') ?? '').includes('application/json')) {
    badRequest('This stand-in answers in JSON only')
  }
  const form = request.form()
  const unknown = unknownKey(form.keys(), FIELDS)
  if (unknown !== undefined) badRequest(`Unknown form field '${unknown}'`)
  if (!['1', null].includes(form.get('bulkSMSMode'))) badRequest('bulkSMSMode must be 1')
  const from = form.get('from') ?? ''
  return {
    username: required(form, 'username'),
    to: required(form, 'to').split(','),
    message: required(form, 'message'),
    ...(from === '' ? {} : { from }),
  }
}

function required(form: URLSearchParams, field: string): string {
  const value = form.get(field) ?? ''
  return value === '' ? badRequest(`Request is missing required form field '${field}'`) : value
}

import { json, type Reply } from '../kit/reply.js'
import { Refused } from '../sms/refused.js'

export interface Violation {
  property: string
  violation: string
}

/** Infobip's API errors: HTTP status, description and what to do. */
const ERRORS: Readonly<Record<number, readonly [description: string, action: string]>> = {
  400: ['Request cannot be processed.', 'Check the syntax, violations and adjust the request.'],
  401: [
    'The request lacks valid authentication credentials.',
    'Check the resources and adjust authentication credentials.',
  ],
  403: ['The request is not allowed.', 'Check the scopes of the API key.'],
  404: ['Requested URL not found.', 'Check the path.'],
  415: ['Unsupported media type.', 'Use application/json.'],
  429: ['Too many requests.', 'Wait before the next request.'],
  500: ['Something went wrong.', 'Contact support.'],
}

export function failed(status: number, violations: readonly Violation[] = []): Reply {
  const [description, action] = ERRORS[status] ?? ['Refused.', '']
  return json({ errorCode: `E${status}`, description, action, violations, resources: [] }, status)
}

/** @throws Refused 400 always */
export function violates(property: string, violation: string): never {
  throw new Refused(failed(400, [{ property, violation }]))
}

/** @throws Refused always */
export function refuse(status: number): never {
  throw new Refused(failed(status))
}

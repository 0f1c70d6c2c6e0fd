import { randomBytes } from 'node:crypto'
import { json, type Reply } from '../kit/reply.js'

/** Daraja says no at once: an HTTP status and a dotted code, which begins with it as a rule. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string
  ) {
    super(message)
  }

  toReply(): Reply {
    const { errorCode, message, status } = this
    return json({ requestId: requestId(), errorCode, errorMessage: message }, status)
  }
}

/** 400.002.02, the field by name. */
export function invalid(field: string): Refusal {
  return new Refusal(400, '400.002.02', `Bad Request - Invalid ${field}`)
}

export function invalidToken(): Refusal {
  return new Refusal(404, '404.001.03', 'Invalid Access Token')
}

/** 500.001.1001 tells nothing by itself: a wrong password, an unknown payment, one in flight. */
export function unable(message: string, status = 500): Refusal {
  return new Refusal(status, '500.001.1001', message)
}

function requestId(): string {
  const [head, tail] = [randomBytes(2).toString('hex'), randomBytes(8).toString('hex')]
  return `${head}-4c7b-9d1e-${tail}`
}

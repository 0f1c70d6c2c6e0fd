import { json, type Reply } from '../kit/reply.js'

/** Stripe says no: a status, a type, and what of the request it is about. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly details: {
      param?: string
      code?: string
      type?: string
      status?: number
      declineCode?: string
    } = {}
  ) {
    super(message)
  }

  toReply(): Reply {
    const { type = 'invalid_request_error', status = 400, code, param, declineCode } = this.details
    const error = {
      ...(code === undefined ? {} : { code }),
      ...(declineCode === undefined ? {} : { decline_code: declineCode }),
      message: this.message,
      ...(param === undefined ? {} : { param }),
      type,
    }
    return json({ error }, status)
  }
}

export function missing(param: string): Refusal {
  return new Refusal(`Missing required param: ${param}.`, { param, code: 'parameter_missing' })
}

export function noSuch(kind: string, id: string, param = 'id', status = 404): Refusal {
  return new Refusal(`No such ${kind}: '${id}'`, { param, code: 'resource_missing', status })
}

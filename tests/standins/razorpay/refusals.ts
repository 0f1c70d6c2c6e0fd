import { json, type Reply } from '../kit/reply.js'

/** Razorpay says no, in its one envelope; `field` names what is wrong with the request. */
export class Refusal extends Error {
  constructor(
    description: string,
    readonly field?: string,
    readonly status = 400
  ) {
    super(description)
  }

  toReply(): Reply {
    const error = {
      code: 'BAD_REQUEST_ERROR',
      description: this.message,
      source: 'business',
      step: 'payment_initiation',
      reason: 'input_validation_failed',
      metadata: {},
      ...(this.field === undefined ? {} : { field: this.field }),
    }
    return json({ error }, this.status)
  }
}

export function required(field: string): Refusal {
  return new Refusal(`The ${field} field is required.`, field)
}

export function noSuchId(): Refusal {
  return new Refusal('The id provided does not exist')
}

/** @throws Refusal that names every field Razorpay does not know. */
export function refuseUnknown(fields: readonly string[], known: readonly string[]): void {
  const unknown = fields.filter((field) => !known.includes(field))
  if (unknown.length > 0) {
    throw new Refusal(`${unknown.join(', ')} is/are not required and should not be sent`)
  }
}

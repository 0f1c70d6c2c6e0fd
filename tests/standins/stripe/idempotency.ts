import type { Clock } from '../kit/clock.js'
import type { Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Merchant } from './merchants.js'
import { Refusal } from './refusals.js'

const KEPT_MS = 24 * 60 * 60 * 1000
const LONGEST_KEY = 255

interface Answered {
  request: string
  reply: Reply
  at: number
}

/** Answers a repeated POST with what the first was answered, for a day. */
export class Idempotency {
  readonly #answered = new Map<string, Answered>()

  constructor(private readonly clock: Clock) {}

  /**
   * A request that Stripe found wrong is not remembered: its work never began.
   * @throws Refusal idempotency_error for the same key with another request.
   */
  once(merchant: Merchant, request: StandInRequest, work: () => Reply): Reply {
    const key = request.header('idempotency-key')
    if (key === undefined) return work()
    if (key === '' || key.length > LONGEST_KEY) {
      throw new Refusal('Idempotency keys are 1 to 255 characters long')
    }
    const slot = `${merchant.accountId} ${key}`
    const before = this.#answered.get(slot)
    const asked = `${request.path}?${request.body}`
    if (before && this.clock.now() - before.at < KEPT_MS) return replay(before, asked, key)
    const reply = work()
    this.#answered.set(slot, { request: asked, reply, at: this.clock.now() })
    return reply
  }
}

function replay({ request, reply }: Answered, asked: string, key: string): Reply {
  if (request !== asked) {
    throw new Refusal(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}'.`,
      { type: 'idempotency_error' }
    )
  }
  return { ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } }
}

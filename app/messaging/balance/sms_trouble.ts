import { BaseEvent } from '@adonisjs/core/events'
import type { Money } from '#core/money'

export type SmsNews =
  | { kind: 'low_balance'; provider: string; balance: Money }
  | { kind: 'no_balance'; provider: string }
  | { kind: 'codes_paused'; prefix: string; codes: number; used: number }

/** Something about SMS that the ISP's people must hear of. Dispatched in the tenant's scope. */
export class SmsTrouble extends BaseEvent {
  constructor(readonly news: SmsNews) {
    super()
  }
}

import { randomBytes } from 'node:crypto'

import type { Clock } from '#core/clock'
import type { EvidenceLog } from '#core/http/evidence'

import { word } from '../answers.js'
import type { Because, GatewayIntent } from '../contract.js'
import type { NagadClient } from './client.js'
import type { NagadKeys } from './keys.js'
import { readPage, readSealed, type Trouble } from './records.js'
import { seal } from './seal.js'

const TAKA = '050'
const CHALLENGE_OCTETS = 20

/** What the first step gives for the second: Nagad's number, and its challenge. */
export interface Opened {
  kind: 'opened'
  paymentReferenceId: string
  challenge: string
}

/** Nagad's two steps to a page to pay on: initialize, complete. */
export class NagadCheckout {
  constructor(
    private readonly client: NagadClient,
    private readonly clock: Clock,
    private readonly keys: NagadKeys
  ) {}

  /** The order is known to Nagad after this; nobody can pay it yet. */
  async initialize(
    order: Pick<GatewayIntent, 'reference' | 'clientIp'>,
    log: EvidenceLog
  ): Promise<Opened | Trouble> {
    const dateTime = this.clock.now().setZone('Asia/Dhaka').toFormat('yyyyMMddHHmmss')
    const sealed = seal(
      {
        merchantId: this.client.merchantId,
        datetime: dateTime,
        orderId: order.reference,
        challenge: randomBytes(CHALLENGE_OCTETS).toString('hex'),
      },
      this.keys
    )
    const { reference: orderId, clientIp } = order
    const asked = { orderId, dateTime, ...(clientIp !== undefined && { clientIp }) }
    const answer = await this.client.initialize(asked, sealed, log)
    const read = readSealed(answer, this.keys)
    if (read.kind === 'trouble') return read

    const paymentReferenceId = word(read.fields['paymentReferenceId'])
    const challenge = word(read.fields['challenge'])
    if (paymentReferenceId && challenge) return { kind: 'opened', paymentReferenceId, challenge }
    const detail = 'Nagad: an answer without paymentReferenceId and challenge'
    return { kind: 'trouble', reason: 'unreadable_answer', detail }
  }

  complete(intent: GatewayIntent, { paymentReferenceId, challenge }: Opened, log: EvidenceLog) {
    const sealed = seal(
      {
        merchantId: this.client.merchantId,
        orderId: intent.reference,
        currencyCode: TAKA,
        amount: intent.amount.toDecimal(),
        challenge,
      },
      this.keys
    )
    return this.client
      .complete(paymentReferenceId, intent.callbackUrl, sealed, log, intent.clientIp)
      .then(readPage)
  }
}

/** What Nagad would refuse, said before it is asked. */
export function unfitFor(intent: GatewayIntent): Omit<Because, 'evidence'> | null {
  if (intent.amount.currency !== 'BDT' || intent.amount.isZero) {
    return { reason: 'amount_not_accepted', detail: 'Nagad takes taka, and more than none' }
  }
  if (!/^[A-Za-z0-9]{1,40}$/.test(intent.reference)) {
    const detail = 'The reference has other than letters and digits, or is too long for Nagad'
    return { reason: 'misconfigured', detail }
  }
  return null
}

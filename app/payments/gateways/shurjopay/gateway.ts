import type { EvidenceLog } from '#core/http/evidence'

import { checkedBy, noAnswer, notCreated } from '../answers.js'
import type {
  ConnectionCheck,
  CreateOutcome,
  GatewayContext,
  GatewayIntent,
  InboundHint,
  PaymentGateway,
  PaymentVerdict,
} from '../contract.js'
import { ShurjopayClient } from './client.js'
import { meaningOf } from './codes.js'
import { readCreated, readVerification } from './records.js'

/**
 * One store at ShurjoPay. The customer pays on its page, and the money is ours by then.
 * Neither its callback nor its notice is signed: verification says what became of it.
 * There is no API for refunds; they are made in ShurjoPay's panel (facts §2.3).
 */
export class ShurjopayGateway implements PaymentGateway {
  readonly #client: ShurjopayClient

  constructor(context: GatewayContext) {
    this.#client = new ShurjopayClient(context)
  }

  async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    if (intent.amount.currency !== 'BDT' || intent.amount.isZero) {
      const detail = 'ShurjoPay takes taka, and more than none'
      return {
        outcome: 'refused',
        reason: 'amount_not_accepted',
        detail,
        evidence: log.exchanges,
      }
    }
    try {
      return createOutcome(await this.#client.create(intent, log), intent.reference, log)
    } catch (error) {
      return notCreated(error, log)
    }
  }

  confirm(_hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    return this.query(intent)
  }

  async query({ gatewayReference }: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    if (gatewayReference === null) {
      const detail = 'ShurjoPay never gave an order id for this attempt'
      return { state: 'unknown', reason: 'not_found', detail, evidence: log.exchanges }
    }
    try {
      const answer = await this.#client.verify(gatewayReference, log)
      const reading = readVerification(answer, gatewayReference)
      const evidence = log.exchanges
      if (reading.kind === 'paid') return { ...reading.paid, evidence }
      if (reading.kind === 'unreadable') {
        const detail = `ShurjoPay: ${reading.detail}`
        return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
      }
      const { code, message } = reading
      return { ...meaningOf(code), detail: `ShurjoPay ${code}: ${message}`, evidence }
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  check(): Promise<ConnectionCheck> {
    return checkedBy((log) => this.#client.authenticate(log), this.#client.newEvidence())
  }
}

function createOutcome(
  answer: Parameters<typeof readCreated>[0],
  reference: string,
  log: EvidenceLog
): CreateOutcome {
  const evidence = log.exchanges
  const reading = readCreated(answer, reference)
  if (reading.kind === 'created') {
    return {
      outcome: 'created',
      gatewayReference: reading.spOrderId,
      next: { kind: 'redirect', url: reading.url },
      evidence,
    }
  }
  if (reading.kind === 'unreadable') {
    const detail = `ShurjoPay: ${reading.detail}`
    return { outcome: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  const { reason } = meaningOf(reading.code)
  const detail = `ShurjoPay ${reading.code}: ${reading.message}`
  return { outcome: 'refused', reason, detail, evidence }
}

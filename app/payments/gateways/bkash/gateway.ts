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
  RefundInquiry,
  RefundRequest,
  RefundStatus,
  RefundVerdict,
} from '../contract.js'
import { readPayment } from './answers.js'
import { BkashClient } from './client.js'
import { meaningOf } from './codes.js'
import { BkashRefundDesk } from './refund_desk.js'
import { createOutcome, openVerdict, unfitFor, type Reading } from './verdicts.js'

/** bKash closes a payment 24 h after create; a little more allows for clocks that differ. */
const DEAD_AFTER_SECONDS = 24 * 3600 + 300

/**
 * One account at bKash. Execute is the capture: a customer who has typed the PIN is
 * charged by our call and not before, so an attempt we never execute costs nobody
 * anything, and one that may have been executed is settled by a query alone.
 */
export class BkashGateway implements PaymentGateway {
  readonly #client: BkashClient

  constructor(private readonly context: GatewayContext) {
    this.#client = new BkashClient(context)
  }

  async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    const unfit = unfitFor(intent)
    if (unfit) return { outcome: 'refused', ...unfit, evidence: log.exchanges }

    try {
      return createOutcome(await this.#client.create(intent, log), log)
    } catch (error) {
      return notCreated(error, log)
    }
  }

  async confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    const { paymentID, status } = hint.query
    const ours = intent.gatewayReference !== null && paymentID === intent.gatewayReference
    if (ours && status === 'success') return this.#execute(intent, log)

    const verdict = await this.#ask(intent, log)
    if (!ours || verdict.state !== 'pending') return verdict
    if (status === 'cancel') {
      const detail = 'The customer cancelled at bKash'
      return {
        ...verdict,
        state: 'cancelled',
        reason: 'cancelled_by_customer',
        detail,
      }
    }
    if (status === 'failure') {
      return {
        ...verdict,
        state: 'failed',
        reason: 'declined',
        detail: 'It failed at bKash',
      }
    }
    return verdict
  }

  query(intent: GatewayIntent): Promise<PaymentVerdict> {
    return this.#ask(intent, this.#client.newEvidence())
  }

  refund(request: RefundRequest): Promise<RefundVerdict> {
    return new BkashRefundDesk(this.#client).refund(request)
  }

  refundStatus(inquiry: RefundInquiry): Promise<RefundStatus> {
    return new BkashRefundDesk(this.#client).status(inquiry)
  }

  check(): Promise<ConnectionCheck> {
    return checkedBy((log) => this.#client.authenticate(log), this.#client.newEvidence())
  }

  /**
   * Whatever execute says but "Completed", a query has the last word: our call may
   * have captured and lost its answer, now or in a process that died before.
   */
  async #execute(intent: GatewayIntent, log: EvidenceLog): Promise<PaymentVerdict> {
    const executed = await this.#read('execute', intent, log)
    if (executed.kind === 'completed') return { ...executed.paid, evidence: log.exchanges }

    const verdict = await this.#ask(intent, log)
    if (executed.kind !== 'code' || verdict.state !== 'pending') return verdict
    const { reason, endsExecution } = meaningOf(executed.code)
    const detail = `bKash ${executed.code}: ${executed.message}`
    return {
      ...verdict,
      state: endsExecution ? 'failed' : 'pending',
      reason,
      detail,
    }
  }

  async #ask(intent: GatewayIntent, log: EvidenceLog): Promise<PaymentVerdict> {
    const reading = await this.#read('query', intent, log)
    if (reading.kind === 'completed') return { ...reading.paid, evidence: log.exchanges }

    const verdict = { ...openVerdict(reading), evidence: log.exchanges }
    const settled = verdict.state === 'pending' || verdict.reason === 'not_found'
    if (!settled || !this.#isDead(intent)) return verdict
    return { ...verdict, state: 'expired', reason: 'too_late' }
  }

  /** A failure to ask is a reading too: nothing here may be mistaken for an answer. */
  async #read(
    call: 'execute' | 'query',
    { gatewayReference }: GatewayIntent,
    log: EvidenceLog
  ): Promise<Reading> {
    if (gatewayReference === null) {
      const detail = 'bKash never gave a payment id for this attempt'
      return {
        kind: 'unasked',
        reason: 'not_found',
        detail,
        evidence: log.exchanges,
      }
    }
    try {
      return readPayment(await this.#client[call](gatewayReference, log), gatewayReference)
    } catch (error) {
      return { kind: 'unasked', ...noAnswer(error, log) }
    }
  }

  #isDead(intent: GatewayIntent): boolean {
    return this.context.clock.now().diff(intent.createdAt).as('seconds') > DEAD_AFTER_SECONDS
  }
}

import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { noAnswer, notCreated } from '../answers.js'
import { readEnvelope } from '../bkash/answers.js'
import { BkashClient } from '../bkash/client.js'
import { meaningOf } from '../bkash/codes.js'
import { BkashGateway } from '../bkash/gateway.js'
import { createOutcome, unfitFor } from '../bkash/verdicts.js'
import type {
  CreateOutcome,
  GatewayContext,
  GatewayIntent,
  InboundHint,
  PaymentReason,
  PaymentVerdict,
} from '../contract.js'
import { readAgreement, type AgreementReading } from './answers.js'
import { EXISTS_ALREADY, isGone } from './codes.js'

/** Set before bKash's number while the customer is agreeing and no money can move. */
const AGREEING = 'agreement:'

/** Seconds after which an attempt to agree is over (bKash closes what was not executed in 24 h). */
const DEAD_AFTER_SECONDS = 24 * 3600

/** Seconds after which an agreement made by a process that died is given up; nothing was paid. */
const LOST_AFTER_SECONDS = 1800

/**
 * One account at bKash whose customers keep their wallet here. A first payment has two
 * steps at bKash, to agree and to pay; all that is about money is as without agreement.
 */
export class BkashAgreementGateway extends BkashGateway {
  readonly #client: BkashClient

  constructor(private readonly own: GatewayContext) {
    super(own)
    this.#client = new BkashClient(own)
  }

  override async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    const unfit = unfitFor(intent)
    if (unfit) return { outcome: 'refused', ...unfit, evidence: log.exchanges }
    try {
      if (intent.agreement) {
        const answer = await this.#client.create(intent, log, intent.agreement)
        if (!isGone(readEnvelope(answer)?.code ?? '')) return createOutcome(answer, log)
      }
      const answer = await this.#client.createAgreement(intent, log)
      const exists = readEnvelope(answer)?.code === EXISTS_ALREADY
      if (exists) return createOutcome(await this.#client.create(intent, log), log)
      return agreeing(createOutcome(answer, log))
    } catch (error) {
      return notCreated(error, log)
    }
  }

  override async confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    const attempt = attemptToAgree(intent)
    if (attempt === null) return super.confirm(hint, intent)

    const { paymentID, status } = hint.query
    const verdict = await this.query(intent)
    if (paymentID !== attempt || verdict.state !== 'pending') return verdict
    if (status === 'success') return this.#agree(attempt, intent)
    if (status === 'failure') return { ...verdict, state: 'failed', reason: 'declined' }
    if (status !== 'cancel') return verdict
    return { ...verdict, state: 'cancelled', reason: 'cancelled_by_customer' }
  }

  /** While the customer is agreeing there is nothing to ask: no money moves before the next step. */
  override async query(intent: GatewayIntent): Promise<PaymentVerdict> {
    if (attemptToAgree(intent) === null) return super.query(intent)
    const detail = 'The customer has not agreed at bKash yet'
    const over = this.#age(intent) > DEAD_AFTER_SECONDS
    return over
      ? { state: 'expired', reason: 'too_late', detail, evidence: [] }
      : { state: 'pending', reason: 'waiting_for_customer', detail, evidence: [] }
  }

  /** The customer has agreed: the agreement is fetched, and the payment is made by it. */
  async #agree(attempt: string, intent: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    try {
      const reading = readAgreement(await this.#client.execute(attempt, log), attempt)
      if (reading.kind !== 'agreed') return this.#notAgreed(reading, intent, log)
      const answer = await this.#client.create(intent, log, reading.agreement)
      return paying(answer, reading.agreement, log)
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  /** "Done already" is another process at it, unless it has had its time: then it died. */
  #notAgreed(
    reading: Exclude<AgreementReading, { kind: 'agreed' }>,
    intent: GatewayIntent,
    log: EvidenceLog
  ): PaymentVerdict {
    const evidence = log.exchanges
    const lost = this.#age(intent) > LOST_AFTER_SECONDS
    if (reading.kind === 'unreadable') {
      const { detail } = reading
      return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
    }
    const { reason, endsExecution } = meaningOf(reading.code)
    const state = endsExecution || lost ? 'failed' : 'pending'
    return { state, reason, detail: `bKash ${reading.code}: ${reading.message}`, evidence }
  }

  #age({ createdAt }: GatewayIntent): number {
    return this.own.clock.now().diff(createdAt).as('seconds')
  }
}

function attemptToAgree({ gatewayReference }: GatewayIntent): string | null {
  return gatewayReference?.startsWith(AGREEING) ? gatewayReference.slice(AGREEING.length) : null
}

function agreeing(outcome: CreateOutcome): CreateOutcome {
  if (outcome.outcome !== 'created') return outcome
  return { ...outcome, gatewayReference: `${AGREEING}${outcome.gatewayReference}` }
}

/** A payment that could not be made has cost nothing; the agreement is kept for the next try. */
function paying(answer: HttpAnswer, agreement: string, log: EvidenceLog): PaymentVerdict {
  const made = createOutcome(answer, log)
  if (made.outcome !== 'created') {
    const { reason, detail, evidence } = made
    return { state: 'failed', reason, detail, evidence, agreement }
  }
  const reason: PaymentReason = 'waiting_for_customer'
  const detail = 'The customer has agreed at bKash and is to pay'
  const onward = { gatewayReference: made.gatewayReference, next: made.next }
  return { state: 'pending', reason, detail, evidence: made.evidence, agreement, onward }
}

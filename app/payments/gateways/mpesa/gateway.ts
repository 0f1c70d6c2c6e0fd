import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { checkedBy, noAnswer, notCreated } from '../answers.js'
import type {
  Because,
  ConnectionCheck,
  CreateOutcome,
  GatewayContext,
  GatewayIntent,
  InboundHint,
  PaymentGateway,
  PaymentVerdict,
} from '../contract.js'
import { acceptedPush, queryResult, readDaraja, readPushCallback } from './answers.js'
import { MpesaClient } from './client.js'
import { endingOf, errorReason, isStillProcessing, isWaiting, PAID } from './codes.js'

/**
 * One short code. A push is paid on the phone whether or not we hear of it, so its number
 * is asked about until Safaricom has said how it ended. The amount is fixed by the push:
 * who pays it has paid that amount. The query names neither receipt nor amount; the
 * unsigned callback does, and lends them to a verdict that the query alone decides.
 */
export class MpesaGateway implements PaymentGateway {
  readonly #client: MpesaClient

  constructor(context: GatewayContext) {
    this.#client = new MpesaClient(context)
  }

  async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    const { minor, currency } = intent.amount
    if (currency !== 'KES' || minor < 100 || minor % 100 !== 0) {
      const detail = 'M-Pesa takes whole Kenyan shillings, one or more'
      const evidence = log.exchanges
      return { outcome: 'refused', reason: 'amount_not_accepted', detail, evidence }
    }
    try {
      return pushOutcome(await this.#client.push(intent, minor / 100, log), log)
    } catch (error) {
      return notCreated(error, log)
    }
  }

  /**
   * A push whose acceptance was lost on the way is known by its callback alone, which
   * nobody has signed: it was paid if the query says so, and a person compares the rest.
   */
  async confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    const callback = readPushCallback(hint)
    if (!callback) return this.query(intent)
    if (intent.gatewayReference === null) {
      const verdict = await this.query({ ...intent, gatewayReference: callback.push })
      if (verdict.state !== 'paid') return verdict.state === 'pending' ? verdict : unsure(verdict)
      const hold = 'the answer to the push was lost; compare the receipt with M-Pesa'
      return { ...verdict, gatewayTransaction: callback.receipt ?? callback.push, hold }
    }

    const verdict = await this.query(intent)
    if (verdict.state !== 'paid') return verdict
    if (callback.push !== intent.gatewayReference || callback.code !== PAID) return verdict
    return {
      ...verdict,
      gatewayTransaction: callback.receipt ?? verdict.gatewayTransaction,
      amount: callback.amount ?? verdict.amount,
      payer: callback.payer ?? verdict.payer,
    }
  }

  async query(intent: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    const push = intent.gatewayReference
    if (push === null) {
      const detail = 'M-Pesa never gave a number for this push'
      return { state: 'unknown', reason: 'not_found', detail, evidence: log.exchanges }
    }
    try {
      return pushVerdict(await this.#client.query(push, log), { ...intent, push }, log)
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  check(): Promise<ConnectionCheck> {
    return checkedBy((log) => this.#client.authenticate(log), this.#client.newEvidence())
  }
}

/** Every error code refuses the push; an answer that cannot be read may stand for a prompt. */
function pushOutcome(answer: HttpAnswer, log: EvidenceLog): CreateOutcome {
  const evidence = log.exchanges
  const reading = readDaraja(answer)
  if (reading.kind === 'error') {
    const detail = `M-Pesa ${reading.code}: ${reading.message}`
    return { outcome: 'refused', reason: errorReason(reading.code), detail, evidence }
  }
  const push = reading.kind === 'answer' ? acceptedPush(reading.fields) : null
  if (!push) {
    const detail = `M-Pesa: ${reading.kind === 'unreadable' ? reading.detail : 'no push number'}`
    return { outcome: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  return { outcome: 'created', gatewayReference: push, next: { kind: 'phone_prompt' }, evidence }
}

function pushVerdict(
  answer: HttpAnswer,
  { push, reference, amount, mobile }: GatewayIntent & { push: string },
  log: EvidenceLog
): PaymentVerdict {
  const evidence = log.exchanges
  const reading = readDaraja(answer)
  if (reading.kind === 'error') {
    const detail = `M-Pesa ${reading.code}: ${reading.message}`
    if (isStillProcessing(reading.code, reading.message)) {
      return { state: 'pending', reason: 'waiting_for_customer', detail, evidence }
    }
    return { state: 'unknown', reason: errorReason(reading.code), detail, evidence }
  }
  const result = reading.kind === 'answer' ? queryResult(reading.fields, push) : null
  if (!result) {
    const detail = reading.kind === 'unreadable' ? reading.detail : 'no result of this push'
    return { state: 'unknown', reason: 'unreadable_answer', detail: `M-Pesa: ${detail}`, evidence }
  }
  if (result.code === PAID) {
    return {
      state: 'paid',
      gatewayTransaction: push,
      gatewayReference: push,
      merchantReference: reference,
      amount,
      payer: mobile,
      evidence,
    }
  }
  const detail = `M-Pesa ${result.code}: ${result.text}`
  const ending = endingOf(result.code)
  if (ending) return { ...ending, detail, evidence }
  if (isWaiting(result.code)) {
    return { state: 'pending', reason: 'waiting_for_customer', detail, evidence }
  }
  return { state: 'unknown', reason: 'gateway_error', detail, evidence }
}

/** Somebody else's push may have failed: that closes nothing of ours. */
function unsure({ reason, detail, evidence }: Because): PaymentVerdict {
  return { state: 'unknown', reason, detail, evidence }
}

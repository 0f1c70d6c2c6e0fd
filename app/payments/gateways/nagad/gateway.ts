import { randomBytes } from 'node:crypto'

import type { EvidenceLog } from '#core/http/evidence'

import { noAnswer, notCreated } from '../answers.js'
import type {
  Because,
  ConnectionCheck,
  CreateOutcome,
  GatewayContext,
  GatewayIntent,
  InboundHint,
  PaymentGateway,
  PaymentReason,
  PaymentVerdict,
  RefundRequest,
  RefundVerdict,
} from '../contract.js'
import { NagadCheckout, unfitFor } from './checkout.js'
import { NagadClient } from './client.js'
import { readKeys } from './keys.js'
import { readPayment, type Trouble } from './records.js'
import { NagadRefundDesk } from './refund_desk.js'

type Open = 'pending' | 'failed' | 'cancelled'

/** Other than "Success": these end a payment, anything else is still under way (facts §2.2). */
const STATUSES: Readonly<Record<string, [Open, PaymentReason]>> = {
  Aborted: ['cancelled', 'cancelled_by_customer'],
  Cancelled: ['cancelled', 'cancelled_by_customer'],
  Failed: ['failed', 'declined'],
}

/**
 * One merchant at Nagad. The customer pays on its page, and the money is ours by then.
 * The callback is not signed and not believed: "verify" says what became of it.
 */
export class NagadGateway implements PaymentGateway {
  readonly #client: NagadClient

  constructor(private readonly context: GatewayContext) {
    this.#client = new NagadClient(context)
  }

  async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    const unfit = unfitFor(intent)
    if (unfit) return { outcome: 'refused', ...unfit, evidence: log.exchanges }

    try {
      const checkout = this.#checkout()
      const opened = await checkout.initialize(intent, log)
      if (opened.kind === 'trouble') return notOpened(opened, log)
      const page = await checkout.complete(intent, opened, log)
      if (page.kind === 'trouble') return notOpened(page, log)
      return {
        outcome: 'created',
        gatewayReference: opened.paymentReferenceId,
        next: { kind: 'redirect', url: page.url },
        evidence: log.exchanges,
      }
    } catch (error) {
      return error instanceof RangeError
        ? { outcome: 'unknown', ...because(error, log) }
        : notCreated(error, log)
    }
  }

  confirm(_hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    return this.query(intent)
  }

  async query({ gatewayReference }: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    if (gatewayReference === null) {
      const detail = 'Nagad never gave a reference for this attempt'
      return { state: 'unknown', reason: 'not_found', detail, evidence: log.exchanges }
    }
    try {
      const answer = await this.#client.verify(gatewayReference, log)
      const reading = readPayment(answer, gatewayReference, this.#client.merchantId)
      const evidence = log.exchanges
      if (reading.kind === 'paid') return { ...reading.paid, evidence }
      if (reading.kind === 'trouble') {
        return { state: 'unknown', reason: reading.reason, detail: reading.detail, evidence }
      }
      const [state, reason] = STATUSES[reading.status] ?? ['pending', 'waiting_for_customer']
      return { state, reason, detail: `Nagad: ${reading.status}`, evidence }
    } catch (error) {
      return { state: 'unknown', ...because(error, log) }
    }
  }

  /** Opens an order that is never completed: nothing less proves all the keys. */
  async check(): Promise<ConnectionCheck> {
    const log = this.#client.newEvidence()
    try {
      const order = { reference: `check${randomBytes(7).toString('hex')}` }
      const opened = await this.#checkout().initialize(order, log)
      const evidence = log.exchanges
      if (opened.kind === 'opened') return { ok: true, evidence }
      return { ok: false, reason: opened.reason, detail: opened.detail, evidence }
    } catch (error) {
      return { ok: false, ...because(error, log) }
    }
  }

  async refund(request: RefundRequest): Promise<RefundVerdict> {
    const log = this.#client.newEvidence()
    try {
      const keys = readKeys(this.context.credentials)
      return await new NagadRefundDesk(this.#client, keys).refund(request, log)
    } catch (error) {
      return { state: 'unknown', ...because(error, log) }
    }
  }

  #checkout(): NagadCheckout {
    const { credentials, clock } = this.context
    return new NagadCheckout(this.#client, clock, readKeys(credentials))
  }
}

/** Nagad's own words are a refusal; what cannot be read is not. */
function notOpened({ reason, detail }: Trouble, log: EvidenceLog): CreateOutcome {
  const outcome = reason === 'unreadable_answer' ? 'unknown' : 'refused'
  return { outcome, reason, detail, evidence: log.exchanges }
}

/** A text that its key cannot seal is the merchant's key's fault. */
function because(error: unknown, log: EvidenceLog): Because {
  if (error instanceof RangeError) {
    return { reason: 'misconfigured', detail: error.message, evidence: log.exchanges }
  }
  return noAnswer(error, log)
}

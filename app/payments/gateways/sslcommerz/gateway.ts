import { randomBytes } from 'node:crypto'

import type { EvidenceLog } from '#core/http/evidence'

import { noAnswer, notCreated, word } from '../answers.js'
import type {
  ConnectionCheck,
  CreateOutcome,
  GatewayContext,
  GatewayIntent,
  InboundHint,
  Notice,
  PaymentGateway,
  PaymentVerdict,
  RefundInquiry,
  RefundRequest,
  RefundVerdict,
} from '../contract.js'
import { SslcommerzClient } from './client.js'
import {
  isPaid,
  readAttempts,
  readApi,
  readValidation,
  statusesOf,
  type Reading,
} from './records.js'
import { RefundDesk } from './refund_desk.js'
import { isSigned, readPosted } from './signature.js'
import { createOutcome, ofStatus, openVerdict, unfitFor } from './verdicts.js'

/**
 * One store at SSLCommerz. The customer pays on its page, and the money is ours by then:
 * nothing is captured here. What a callback or an IPN says is asked again of the
 * validation API, which the vendor wants called for every payment.
 */
export class SslcommerzGateway implements PaymentGateway {
  /** It refuses a reference it has seen before, whenever that was. */
  readonly refundRepeatSeconds = Infinity
  readonly #client: SslcommerzClient

  constructor(private readonly context: GatewayContext) {
    this.#client = new SslcommerzClient(context)
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

  /** A signed word that it failed or was cancelled closes what the gateway has nothing to say of. */
  async confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    const posted = readPosted(hint.rawBody)
    const ours = posted?.get('tran_id') === intent.reference
    const valId = word(posted?.get('val_id'))
    if (ours && valId) {
      const verdict = await this.#validated(valId, intent, log)
      if (verdict) return verdict
    }

    const verdict = await this.#ask(intent, log)
    if (!ours || verdict.state !== 'pending') return verdict
    if (!isSigned(posted, this.#password)) return verdict
    const said = ofStatus(posted.get('status') ?? '')
    return said.state === 'unknown' ? verdict : { ...said, evidence: log.exchanges }
  }

  query(intent: GatewayIntent): Promise<PaymentVerdict> {
    return this.#ask(intent, this.#client.newEvidence())
  }

  /** Asks for a payment that nobody has made. */
  async check(): Promise<ConnectionCheck> {
    const log = this.#client.newEvidence()
    try {
      const read = readApi(await this.#client.find(randomBytes(12).toString('hex'), log))
      const evidence = log.exchanges
      if (read.kind === 'answer') return { ok: true, evidence }
      const reason = read.kind === 'refused' ? 'misconfigured' : 'unreadable_answer'
      return { ok: false, reason, detail: `SSLCommerz: ${read.detail}`, evidence }
    } catch (error) {
      return { ok: false, ...noAnswer(error, log) }
    }
  }

  refund(request: RefundRequest): Promise<RefundVerdict> {
    return new RefundDesk(this.#client).refund(request)
  }

  refundStatus(inquiry: RefundInquiry): Promise<RefundVerdict | null> {
    return new RefundDesk(this.#client).status(inquiry)
  }

  /** An IPN: the fields of a callback, sent by their server. */
  async readNotice({ rawBody }: InboundHint): Promise<Notice> {
    const posted = readPosted(rawBody)
    if (!posted || !isSigned(posted, this.#password)) {
      return { authentic: false, detail: 'its verify_sign or verify_sign_sha2 is not our store’s' }
    }
    const reference = posted.get('tran_id') ?? ''
    const eventId = [reference, posted.get('val_id'), posted.get('status')].join(':')
    return { authentic: true, eventId, reference }
  }

  /** Null when the validation has nothing to say of this payment. */
  async #validated(valId: string, intent: GatewayIntent, log: EvidenceLog) {
    const verdict = await this.#verdict(intent, log, async () =>
      readValidation(await this.#client.validate(valId, log))
    )
    const ours = verdict.state === 'paid' && verdict.merchantReference === intent.reference
    return ours ? verdict : null
  }

  async #ask(intent: GatewayIntent, log: EvidenceLog): Promise<PaymentVerdict> {
    return this.#verdict(intent, log, async () => {
      const found = readAttempts(await this.#client.find(intent.reference, log))
      if (found.kind !== 'attempts') return found
      const valId = word(found.attempts.find((attempt) => isPaid(attempt))?.['val_id'])
      if (valId === null) return statusesOf(found.attempts)
      return readValidation(await this.#client.validate(valId, log))
    })
  }

  /** A failure to ask is unknown, and nothing else. */
  async #verdict(
    { gatewayReference, reference }: GatewayIntent,
    log: EvidenceLog,
    read: () => Promise<Reading>
  ): Promise<PaymentVerdict> {
    try {
      const reading = await read()
      const evidence = log.exchanges
      if (reading.kind !== 'paid') return { ...openVerdict(reading), evidence }
      /** The validation names no session; the number of ours that it names is unique at the store. */
      return { ...reading.paid, gatewayReference: gatewayReference ?? reference, evidence }
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  get #password(): string {
    return this.context.credentials['store_password'] ?? ''
  }
}

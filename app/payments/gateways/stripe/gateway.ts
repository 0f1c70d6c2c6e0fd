import { noAnswer, notCreated } from '../answers.js'
import type {
  ConnectionCheck,
  CreateOutcome,
  GatewayContext,
  GatewayIntent,
  InboundHint,
  Notice,
  NoticesConnected,
  PaymentGateway,
  PaymentVerdict,
  RefundInquiry,
  RefundRequest,
  RefundVerdict,
} from '../contract.js'
import { readStripe } from './answers.js'
import { StripeClient } from './client.js'
import { saysCancelled } from './session_request.js'
import { refundDesk } from './refunds.js'
import { createOutcome, sessionVerdict } from './verdicts.js'
import { readEvent } from './webhook.js'
import { WebhookDesk } from './webhook_desk.js'

/** Idempotency keys are forgotten after a day (docs.stripe.com/api/idempotent_requests). */
const KEYS_LAST_SECONDS = 20 * 3600

/** One operator's own account at Stripe. A payment is a Checkout session, captured by Stripe. */
export class StripeGateway implements PaymentGateway {
  readonly refundRepeatSeconds = KEYS_LAST_SECONDS
  readonly #client: StripeClient

  constructor(private readonly context: GatewayContext) {
    this.#client = new StripeClient(context)
  }

  async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    try {
      return createOutcome(await this.#client.createSession(intent, log), intent, log)
    } catch (error) {
      return notCreated(error, log)
    }
  }

  /**
   * A customer who leaves Stripe's page is believed, and the page is closed before we say
   * so: otherwise another tab could pay what we called cancelled.
   */
  async confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    const verdict = await this.query(intent)
    const id = intent.gatewayReference
    if (verdict.state !== 'pending' || id === null || !saysCancelled(hint)) return verdict

    const log = this.#client.newEvidence()
    try {
      const closed = sessionVerdict(await this.#client.expireSession(id, log), id, log)
      if (closed.state !== 'expired') return this.query(intent)
      const detail = 'The customer cancelled at Stripe'
      return { ...closed, state: 'cancelled', reason: 'cancelled_by_customer', detail }
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  async query({ gatewayReference: id }: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    if (id === null) {
      const detail = 'Stripe never gave a session for this attempt'
      return { state: 'unknown', reason: 'not_found', detail, evidence: log.exchanges }
    }
    try {
      return sessionVerdict(await this.#client.session(id, log), id, log)
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  async check(): Promise<ConnectionCheck> {
    const log = this.#client.newEvidence()
    try {
      const reading = readStripe(await this.#client.authenticate(log))
      const reason = reading.kind === 'error' ? reading.reason : 'unreadable_answer'
      if (reason === 'not_found') return { ok: true, evidence: log.exchanges }
      const detail = reading.kind === 'answer' ? 'Stripe knows what cannot be' : reading.detail
      return { ok: false, reason, detail, evidence: log.exchanges }
    } catch (error) {
      return { ok: false, ...noAnswer(error, log) }
    }
  }

  refund(request: RefundRequest): Promise<RefundVerdict> {
    return refundDesk(this.#client).refund(request)
  }

  refundStatus(inquiry: RefundInquiry): Promise<RefundVerdict | null> {
    return refundDesk(this.#client).status(inquiry)
  }

  connectNotices(url: string): Promise<NoticesConnected> {
    return new WebhookDesk(this.#client, this.context.credentials).connect(url)
  }

  disconnectNotices(url: string, keep?: string): Promise<ConnectionCheck> {
    return new WebhookDesk(this.#client, this.context.credentials).disconnect(url, keep)
  }

  async readNotice(hint: InboundHint): Promise<Notice> {
    const { webhook_secret: secret, previous_webhook_secret: previous } = this.context.credentials
    return readEvent(hint, [secret, previous], this.context.clock.now())
  }
}

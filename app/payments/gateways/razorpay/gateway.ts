import type { EvidenceLog } from '#core/http/evidence'

import { noAnswer, notCreated } from '../answers.js'
import type {
  Because,
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
import { readOrder, readPayments, readRazorpay, type Payment } from './answers.js'
import { RazorpayClient } from './client.js'
import { refundDesk } from './refunds.js'
import { cancelUrl, readWayBack } from './way_back.js'
import { readWebhook } from './webhook.js'

/** No end of its idempotency keys is documented; this is within what others keep theirs for. */
const KEYS_LAST_SECONDS = 20 * 3600

interface Look {
  verdict: PaymentVerdict
  /** Authorised and not captured. */
  waiting?: Payment
  /** The bank is still at it. */
  underWay?: boolean
}

/**
 * One account at Razorpay. Payments are tried on an order, as often as the customer likes;
 * the order is paid once one of them was captured, and that one is the transaction.
 */
export class RazorpayGateway implements PaymentGateway {
  readonly refundRepeatSeconds = KEYS_LAST_SECONDS
  readonly #client: RazorpayClient

  constructor(private readonly context: GatewayContext) {
    this.#client = new RazorpayClient(context)
  }

  async create(intent: GatewayIntent): Promise<CreateOutcome> {
    const log = this.#client.newEvidence()
    const evidence = () => log.exchanges
    if (intent.amount.currency !== 'INR' || intent.amount.minor < 100) {
      const detail = 'Razorpay takes Indian rupees, one or more'
      return { outcome: 'refused', reason: 'amount_not_accepted', detail, evidence: evidence() }
    }
    try {
      const reading = readRazorpay(await this.#client.createOrder(intent, log))
      if (reading.kind === 'error') {
        const { reason, detail, final } = reading
        return { outcome: final ? 'refused' : 'unknown', reason, detail, evidence: evidence() }
      }
      const order = reading.kind === 'answer' ? readOrder(reading.fields) : null
      if (!order || order.receipt !== intent.reference) {
        const detail = 'Razorpay answered without our order'
        return { outcome: 'unknown', reason: 'unreadable_answer', detail, evidence: evidence() }
      }
      const next = this.#checkout(intent, order.id)
      return { outcome: 'created', gatewayReference: order.id, next, evidence: evidence() }
    } catch (error) {
      return notCreated(error, log)
    }
  }

  async confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict> {
    const log = this.#client.newEvidence()
    const back = readWayBack(hint, intent, this.context.credentials['key_secret'] ?? '')
    const { verdict, waiting, underWay } = await this.#look(intent, log)
    if (verdict.state !== 'pending') return verdict

    if (waiting) return back === 'authorised' ? this.#capture(intent, waiting, log) : verdict
    if (underWay) return verdict
    if (back === 'failed') {
      return { ...verdict, state: 'failed', reason: 'declined', detail: 'It failed at Razorpay' }
    }
    if (back === 'cancelled') {
      const detail = 'The customer cancelled at Razorpay'
      return { ...verdict, state: 'cancelled', reason: 'cancelled_by_customer', detail }
    }
    return verdict
  }

  async query(intent: GatewayIntent): Promise<PaymentVerdict> {
    const { verdict } = await this.#look(intent, this.#client.newEvidence())
    return verdict
  }

  async check(): Promise<ConnectionCheck> {
    const log = this.#client.newEvidence()
    try {
      const reading = readRazorpay(await this.#client.authenticate(log))
      if (reading.kind === 'answer') return { ok: true, evidence: log.exchanges }
      const reason = reading.kind === 'error' ? reading.reason : 'unreadable_answer'
      return { ok: false, reason, detail: reading.detail, evidence: log.exchanges }
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

  async readNotice(hint: InboundHint): Promise<Notice> {
    const { webhook_secret: secret, previous_webhook_secret: previous } = this.context.credentials
    return readWebhook(hint, [secret, previous])
  }

  /** Hosted checkout without any script: a form that the browser posts itself. */
  #checkout(intent: GatewayIntent, order: string) {
    const { key_id: key = '', business_name: name = '', email = '' } = this.context.credentials
    return {
      kind: 'form',
      action: `${this.context.baseUrl}/checkout/embedded`,
      fields: {
        'key_id': key,
        'order_id': order,
        'amount': String(intent.amount.minor),
        'currency': intent.amount.currency,
        name,
        'prefill[contact]': intent.mobile,
        'prefill[email]': email,
        'callback_url': intent.callbackUrl,
        'cancel_url': cancelUrl(intent),
      },
    } as const
  }

  /** Someone else may capture at the same time (the account's own setting), so look once more. */
  async #capture(intent: GatewayIntent, payment: Payment, log: EvidenceLog) {
    if (payment.amount.equals(intent.amount)) {
      try {
        await this.#client.capture(payment.id, payment.amount, log)
      } catch (error) {
        return { state: 'unknown', ...noAnswer(error, log) } as const
      }
    }
    const { verdict } = await this.#look(intent, log)
    return verdict
  }

  async #look(intent: GatewayIntent, log: EvidenceLog): Promise<Look> {
    const id = intent.gatewayReference
    if (id === null) return unknown(log, 'not_found', 'Razorpay never gave an order id')
    try {
      const orderReading = readRazorpay(await this.#client.order(id, log))
      const order = orderReading.kind === 'answer' ? readOrder(orderReading.fields) : null
      if (!order || order.id !== id) return unread(orderReading, log)
      if (order.status === 'created') return { verdict: waitingFor('the customer', log) }

      const reading = readRazorpay(await this.#client.payments(id, log))
      const payments = reading.kind === 'answer' ? readPayments(reading.fields, id) : null
      return payments ? weigh(order, payments, log) : unread(reading, log)
    } catch (error) {
      return { verdict: { state: 'unknown', ...noAnswer(error, log) } }
    }
  }
}

function weigh(
  order: { id: string; receipt: string },
  payments: Payment[],
  log: EvidenceLog
): Look {
  const captured = payments.find(({ status }) => status === 'captured')
  if (captured) {
    const verdict: PaymentVerdict = {
      state: 'paid',
      gatewayTransaction: captured.id,
      gatewayReference: order.id,
      merchantReference: order.receipt,
      amount: captured.amount,
      ...(captured.contact ? { payer: captured.contact } : {}),
      evidence: log.exchanges,
    }
    return { verdict }
  }
  const waiting = payments.find(({ status }) => status === 'authorized')
  if (waiting) return { verdict: waitingFor('the capture', log), waiting }
  if (payments.some(({ status }) => status === 'refunded')) {
    const detail = 'Razorpay has given the money back'
    return {
      verdict: { state: 'failed', reason: 'too_late', detail, evidence: log.exchanges },
    }
  }
  const underWay = payments.some(({ status }) => status !== 'failed')
  return { verdict: waitingFor(underWay ? 'the bank' : 'another try', log), underWay }
}

function waitingFor(what: string, log: EvidenceLog): PaymentVerdict {
  const detail = `Razorpay waits for ${what}`
  return { state: 'pending', reason: 'waiting_for_customer', detail, evidence: log.exchanges }
}

function unknown(log: EvidenceLog, reason: Because['reason'], detail: string): Look {
  return { verdict: { state: 'unknown', reason, detail, evidence: log.exchanges } }
}

function unread(reading: ReturnType<typeof readRazorpay>, log: EvidenceLog): Look {
  if (reading.kind === 'error') return unknown(log, reading.reason, reading.detail)
  const detail = reading.kind === 'unreadable' ? reading.detail : 'Razorpay: not what was asked for'
  return unknown(log, 'unreadable_answer', detail)
}

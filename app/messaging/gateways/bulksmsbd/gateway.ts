import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { formPost } from '#core/http/outbound_body'
import { OutboundFailure, OutboundRefused } from '#core/http/outbound_errors'
import type { OutboundRequest } from '#core/http/outbound_request'
import { Money } from '#core/money'

import type { BalanceOutcome, SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import { readBalance, readReply } from './reply.js'
import { ACCEPTED, refusalOf } from './refusals.js'

/** One account at BulkSMSBD. */
export class BulksmsbdGateway implements SmsGateway {
  constructor(private readonly context: SmsContext) {}

  async send(message: SmsMessage): Promise<SmsOutcome> {
    const evidence = this.#evidence()
    if (!message.to.startsWith('+880')) {
      const detail = 'BulkSMSBD reaches numbers of Bangladesh only'
      return {
        outcome: 'refused',
        reason: 'unsupported_destination',
        detail,
        retryableElsewhere: true,
        evidence: evidence.exchanges,
      }
    }

    try {
      const answer = await this.#call(this.#sending(message), evidence)
      return this.#outcome(answer, evidence)
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error
      return {
        ...(error instanceof OutboundRefused
          ? {
              outcome: 'refused',
              reason: 'unreachable',
              retryableElsewhere: true,
            }
          : { outcome: 'unknown', reason: 'no_answer' }),
        detail: error.message,
        evidence: evidence.exchanges,
      }
    }
  }

  async balance(): Promise<BalanceOutcome> {
    const evidence = this.#evidence()
    const key = new URLSearchParams({
      api_key: this.context.credentials['api_key'] ?? '',
    })
    const url = `${this.context.baseUrl}/getBalanceApi?${key}`

    try {
      const answer = await this.#call({ name: 'BulkSMSBD balance', method: 'GET', url }, evidence)
      const balance = readBalance(answer)
      if (balance instanceof Money) return { ok: true, balance, evidence: evidence.exchanges }

      const refusal = balance === null ? null : refusalOf(balance)
      return {
        ok: false,
        reason: refusal?.reason ?? 'unreadable_answer',
        detail: refusal?.detail ?? unreadable(answer),
        evidence: evidence.exchanges,
      }
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error
      const reason = error instanceof OutboundRefused ? 'unreachable' : 'no_answer'
      return {
        ok: false,
        reason,
        detail: error.message,
        evidence: evidence.exchanges,
      }
    }
  }

  /** POST, because a key in a URL ends up in logs. Numbers go without the plus (facts §5). */
  #sending(message: SmsMessage): OutboundRequest {
    return formPost('BulkSMSBD send', `${this.context.baseUrl}/smsapi`, {
      api_key: this.context.credentials['api_key'] ?? '',
      type: 'text',
      number: message.to.slice(1),
      senderid: message.sender ?? this.context.credentials['sender_id'] ?? '',
      message: message.text,
    })
  }

  #outcome(answer: HttpAnswer, log: EvidenceLog): SmsOutcome {
    const evidence = log.exchanges
    const reply = readReply(answer)
    if (reply?.code === ACCEPTED && answer.isSuccess) {
      return { outcome: 'accepted', providerId: reply.messageId, evidence }
    }

    const refusal = reply && refusalOf(reply.code)
    if (refusal) return { outcome: 'refused', ...refusal, evidence }
    const detail = unreadable(answer)
    return {
      outcome: 'unknown',
      reason: 'unreadable_answer',
      detail,
      evidence,
    }
  }

  async #call(request: OutboundRequest, evidence: EvidenceLog): Promise<HttpAnswer> {
    try {
      const answer = await this.context.http.send(request)
      evidence.answered(request.name, answer)
      return answer
    } catch (error) {
      if (error instanceof OutboundFailure) evidence.failed(request.name, error)
      throw error
    }
  }

  #evidence(): EvidenceLog {
    return new EvidenceLog(this.context.clock, [this.context.credentials['api_key'] ?? ''])
  }
}

function unreadable(answer: HttpAnswer): string {
  return `BulkSMSBD answered HTTP ${answer.status} with a body that says neither yes nor no`
}

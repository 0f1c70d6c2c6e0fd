import { EvidenceLog, type Evidence } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { OutboundFailure, OutboundRefused } from '#core/http/outbound_errors'
import type { OutboundRequest } from '#core/http/outbound_request'
import { Money } from '#core/money'

import type {
  BalanceOutcome,
  DeliveryReport,
  SmsContext,
  SmsMessage,
  SmsOutcome,
} from './contract.js'
import { refusal, type SmsRefusal } from './refusal.js'

/** What an answer says of a message: taken, with what is known of it, or refused. */
export type SendVerdict = { accepted: { providerId?: string; cost?: Money } } | SmsRefusal

/**
 * One account's line to its provider: makes a call, keeps the evidence without the account's
 * secrets, and says what an answer that never came means. What an answer says is the adapter's
 * to read; `null` from it means that the answer says neither yes nor no.
 */
export class SmsLine {
  /** @param secrets values of this account that no evidence may hold */
  constructor(
    private readonly provider: string,
    private readonly context: Pick<SmsContext, 'http' | 'clock'>,
    private readonly secrets: readonly string[]
  ) {}

  /** One request, once: an unreadable or missing answer is unknown, never asked for again. */
  async send(
    request: OutboundRequest,
    read: (answer: HttpAnswer) => SendVerdict | null
  ): Promise<SmsOutcome> {
    const log = this.#log()
    try {
      const answer = await this.#call(request, log)
      const verdict = read(answer)
      const evidence = log.exchanges
      if (!verdict) {
        const detail = this.#unreadable(answer)
        return { outcome: 'unknown', reason: 'unreadable_answer', detail, evidence }
      }
      if ('accepted' in verdict) return { outcome: 'accepted', ...verdict.accepted, evidence }
      return { outcome: 'refused', ...verdict, evidence }
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error
      return noAnswer(error, log.exchanges)
    }
  }

  async balance(
    request: OutboundRequest,
    read: (answer: HttpAnswer) => Money | SmsRefusal | null
  ): Promise<BalanceOutcome> {
    const log = this.#log()
    try {
      const answer = await this.#call(request, log)
      const found = read(answer)
      const evidence = log.exchanges
      if (found instanceof Money) return { ok: true, balance: found, evidence }
      return {
        ok: false,
        reason: found?.reason ?? 'unreadable_answer',
        detail: found?.detail ?? this.#unreadable(answer),
        evidence,
      }
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error
      const reason = error instanceof OutboundRefused ? 'unreachable' : 'no_answer'
      return { ok: false, reason, detail: error.message, evidence: log.exchanges }
    }
  }

  /** Reports are asked for again later, so no answer is simply no news. */
  async reports(
    request: OutboundRequest,
    read: (answer: HttpAnswer) => readonly DeliveryReport[]
  ): Promise<readonly DeliveryReport[]> {
    try {
      return read(await this.context.http.send(request))
    } catch (error) {
      if (error instanceof OutboundFailure) return []
      throw error
    }
  }

  /** @returns a refusal without a call for a number outside the countries reached, or null */
  outOfReach(message: SmsMessage, destinations: readonly string[]): SmsOutcome | null {
    if (destinations.some((code) => message.to.startsWith(code))) return null
    const detail = `${this.provider} does not reach numbers of this country`
    return { outcome: 'refused', ...refusal('unsupported_destination', detail), evidence: [] }
  }

  async #call(request: OutboundRequest, log: EvidenceLog): Promise<HttpAnswer> {
    try {
      const answer = await this.context.http.send(request)
      log.answered(request.name, answer)
      return answer
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(request.name, error)
      throw error
    }
  }

  #log(): EvidenceLog {
    return new EvidenceLog(this.context.clock, this.secrets)
  }

  #unreadable(answer: HttpAnswer): string {
    return `${this.provider} answered HTTP ${answer.status} with a body that says neither yes nor no`
  }
}

/** What it means for a message that no answer came: refused when it surely was never sent. */
export function noAnswer(failure: OutboundFailure, evidence: Evidence): SmsOutcome {
  return failure instanceof OutboundRefused
    ? { outcome: 'refused', ...refusal('unreachable', failure.message), evidence }
    : { outcome: 'unknown', reason: 'no_answer', detail: failure.message, evidence }
}

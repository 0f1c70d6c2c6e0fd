import type { EvidenceLog } from '#core/http/evidence'
import type { ProviderCredentials } from '#core/http/provider'

import { fieldsOf, noAnswer, word } from '../answers.js'
import type { Because, ConnectionCheck, NoticesConnected } from '../contract.js'
import type { KeyedReading } from '../keyed_refund_desk.js'
import { readStripe } from './answers.js'
import type { StripeClient } from './client.js'

/** The webhook endpoints in the operator's account (docs.stripe.com/api/webhook_endpoints). */
export class WebhookDesk {
  readonly #log: EvidenceLog

  constructor(
    private readonly client: StripeClient,
    private readonly credentials: ProviderCredentials
  ) {
    this.#log = client.newEvidence()
  }

  /** Made but unheard of, for want of an answer, it is removed with the next `disconnect`. */
  async connect(url: string): Promise<NoticesConnected> {
    try {
      const answer = await this.client.createEndpoint(url, this.#log)
      const reading = readStripe(answer)
      const fields = reading.kind === 'answer' ? reading.fields : {}
      const [endpoint, secret] = [word(fields['id']), word(fields['secret'])]
      if (!endpoint || !secret) return { ok: false, ...this.#refusal(reading) }
      const { webhook_secret: previous } = this.credentials
      return {
        ok: true,
        endpoint,
        credentials: {
          webhook_secret: secret,
          ...(previous ? { previous_webhook_secret: previous } : {}),
        },
        evidence: this.#log.exchanges,
      }
    } catch (error) {
      return { ok: false, ...noAnswer(error, this.#log) }
    }
  }

  async disconnect(url: string, keep?: string): Promise<ConnectionCheck> {
    try {
      const listed = readStripe(await this.client.endpoints(this.#log))
      const endpoints = listed.kind === 'answer' ? listed.fields['data'] : null
      if (!Array.isArray(endpoints)) return { ok: false, ...this.#refusal(listed) }

      for (const endpoint of endpoints.map(fieldsOf)) {
        const id = word(endpoint?.['id'])
        if (!id || id === keep || endpoint?.['url'] !== url) continue
        const removed = readStripe(await this.client.deleteEndpoint(id, this.#log))
        if (!isGone(removed)) return { ok: false, ...this.#refusal(removed) }
      }
      return { ok: true, evidence: this.#log.exchanges }
    } catch (error) {
      return { ok: false, ...noAnswer(error, this.#log) }
    }
  }

  #refusal(reading: KeyedReading): Because {
    const evidence = this.#log.exchanges
    if (reading.kind === 'error') {
      return { reason: reading.reason, detail: reading.detail, evidence }
    }
    const detail = reading.kind === 'unreadable' ? reading.detail : 'Stripe: not an endpoint'
    return { reason: 'unreadable_answer', detail, evidence }
  }
}

/** Somebody else removed it meanwhile: that is what was wanted. */
function isGone(reading: KeyedReading): boolean {
  return reading.kind === 'answer' || (reading.kind === 'error' && reading.reason === 'not_found')
}

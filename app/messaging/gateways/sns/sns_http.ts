import type { SNSClientConfig } from '@aws-sdk/client-sns'

import type { EvidenceLog } from '#core/http/evidence'
import { OutboundFailure } from '#core/http/outbound_errors'
import type { OutboundHttp } from '#core/http/outbound_request'

type Handler = Extract<NonNullable<SNSClientConfig['requestHandler']>, { handle: unknown }>
type SdkRequest = Parameters<Handler['handle']>[0]

const CALL = 'Amazon SNS publish'

/**
 * Our own line under Amazon's client: one connection, one deadline, no redirect, a bounded
 * answer, and the truth about whether the request had left when something failed.
 */
export class SnsHttp {
  constructor(
    private readonly http: OutboundHttp,
    private readonly evidence: EvidenceLog
  ) {}

  /** @throws OutboundFailure */
  async handle(request: SdkRequest) {
    try {
      const answer = await this.http.send({
        name: CALL,
        method: 'POST',
        url: addressOf(request),
        headers: request.headers,
        body: String(request.body ?? ''),
      })
      this.evidence.answered(CALL, answer)
      const { status: statusCode, headers, text } = answer
      return { response: { statusCode, headers, body: Buffer.from(text) } }
    } catch (error) {
      if (error instanceof OutboundFailure) this.evidence.failed(CALL, error)
      throw error
    }
  }
}

function addressOf({ protocol, hostname, port, path }: SdkRequest): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`
}

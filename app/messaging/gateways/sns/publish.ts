import { PublishCommand, SNSClient, type PublishCommandInput } from '@aws-sdk/client-sns'

import type { ProviderCredentials } from '#core/http/provider'
import { OutboundFailure } from '#core/http/outbound_errors'

import { idOf } from '../answer_fields.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'
import type { SnsHttp } from './sns_http.js'

/**
 * Amazon's client signs the message and reads the answer; our own line calls, once.
 *
 * @param endpoint in place of the region's
 * @returns null when the answer says neither yes nor no
 * @throws OutboundFailure
 */
export async function publish(
  credentials: ProviderCredentials,
  endpoint: string | undefined,
  requestHandler: SnsHttp,
  message: PublishCommandInput
): Promise<SendVerdict | null> {
  const client = new SNSClient({
    region: credentials['region'],
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: {
      accessKeyId: credentials['access_key_id'] ?? '',
      secretAccessKey: credentials['secret_access_key'] ?? '',
    },
    maxAttempts: 1,
    requestHandler,
  })
  try {
    const answer = await client.send(new PublishCommand(message))
    const providerId = idOf(answer.MessageId)
    return providerId ? { accepted: { providerId } } : null
  } catch (error) {
    if (error instanceof OutboundFailure) throw error
    return refusalOf(error)
  }
}

import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { jsonPost } from '#core/http/outbound_body'
import type { OutboundRequest } from '#core/http/outbound_request'

import type { GatewayContext } from '../contract.js'
import { readEnvelope } from './answers.js'
import { meaningOf, SUCCESS } from './codes.js'
import { BkashTokenRefused } from './token_errors.js'
import type { IssuedToken } from './token_record.js'

const TOKEN = /^[\x21-\x7e]{1,8192}$/
const USUAL_LIFETIME = 3600
/** Seconds before its end at which a token is renewed, and at which it is not used any more. */
const RENEW_BEFORE = 600
const STOP_BEFORE = 10

/** developer.bka.sh "Grant token" and "Refresh token": a refresh is a grant that adds its token. */
export function tokenRequest(context: GatewayContext, refresh: string | null): OutboundRequest {
  const { baseUrl, credentials } = context
  const app = {
    app_key: credentials['app_key'],
    app_secret: credentials['app_secret'],
  }

  return jsonPost(
    refresh === null ? 'bKash token grant' : 'bKash token refresh',
    `${baseUrl}/tokenized/checkout/token/${refresh === null ? 'grant' : 'refresh'}`,
    refresh === null ? app : { ...app, refresh_token: refresh },
    {
      username: credentials['username'] ?? '',
      password: credentials['password'] ?? '',
    }
  )
}

/**
 * @param asked epoch milliseconds at which the call was sent; the lifetime counts from there
 * @throws BkashTokenRefused
 */
export function readToken(
  answer: HttpAnswer,
  call: string,
  asked: number,
  evidence: EvidenceLog
): Omit<IssuedToken, 'fingerprint'> {
  const envelope = readEnvelope(answer)
  const idToken = tokenIn(envelope?.fields['id_token'])
  const refreshToken = tokenIn(envelope?.fields['refresh_token'])
  evidence.hide([idToken ?? '', refreshToken ?? ''])
  evidence.answered(call, answer)

  if (!envelope) {
    throw new BkashTokenRefused('unreadable_answer', `HTTP ${answer.status} without an envelope`)
  }
  if (envelope.code !== SUCCESS || !idToken || !answer.isSuccess) {
    const { code, message } = envelope
    const reason = code === SUCCESS ? 'unreadable_answer' : tokenReason(code)
    throw new BkashTokenRefused(reason, `${code} ${message}`.trim())
  }

  const lifetime = lifetimeIn(envelope.fields['expires_in'])
  const renewal = Math.max(lifetime / 2, lifetime - RENEW_BEFORE)
  return {
    idToken,
    refreshToken,
    refreshAfter: asked + renewal * 1000,
    expiresAt: asked + (lifetime - STOP_BEFORE) * 1000,
  }
}

/** A refused token call is about the credentials, unless the code says that bKash is down. */
function tokenReason(code: string) {
  const { reason } = meaningOf(code)
  return reason === 'maintenance' || code === '9999' ? reason : 'misconfigured'
}

function tokenIn(value: unknown): string | null {
  return typeof value === 'string' && TOKEN.test(value) ? value : null
}

/** Seconds; some answers write them as text. */
function lifetimeIn(value: unknown): number {
  const seconds = typeof value === 'string' ? Number(value) : value
  const sane = typeof seconds === 'number' && seconds >= 60 && seconds <= 86_400
  return sane ? seconds : USUAL_LIFETIME
}

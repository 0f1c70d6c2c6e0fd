import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { fieldsOf, sentence, word } from '../answers.js'
import type { PaymentReason } from '../contract.js'
import { NotAsked } from '../not_asked.js'

export interface ShurjopayToken {
  token: string
  /** The store that the token is for; "create" wants its number beside the token. */
  storeId: string
  /** Epoch milliseconds at which it is not used any more. */
  expiresAt: number
}

/** ShurjoPay answered, and not with a token; `reason` is what the verbs report. */
export class ShurjopayTokenRefused extends NotAsked {
  static override code = 'E_SHURJOPAY_TOKEN_REFUSED'

  constructor(
    override readonly reason: PaymentReason,
    answer: string
  ) {
    super(`ShurjoPay issued no token: ${answer}. Check user name and password`)
  }
}

/** Seconds: tokens were seen to last 3600 and 900; what says nothing is taken to last less. */
const USUAL_LIFETIME = 600
const LONGEST_LIFETIME = 3600
const STOP_BEFORE = 60

/**
 * @param asked epoch milliseconds at which the call was sent; the lifetime counts from there
 * @throws ShurjopayTokenRefused
 */
export function readToken(
  answer: HttpAnswer,
  call: string,
  asked: number,
  log: EvidenceLog
): ShurjopayToken {
  const body = fieldsOf(answer.json())
  const token = tokenIn(body?.['token'])
  log.hide([token ?? ''])
  log.answered(call, answer)

  const storeId = word(body?.['store_id'])
  if (answer.isSuccess && token && storeId) {
    return { token, storeId, expiresAt: asked + (lifetimeOf(token) - STOP_BEFORE) * 1000 }
  }
  const said = sentence(body?.['message']) || `HTTP ${answer.status}`
  const refused = body !== null && !token && (answer.isSuccess || answer.status === 401)
  throw new ShurjopayTokenRefused(refused ? 'misconfigured' : 'unreadable_answer', said)
}

/** What was kept, if it can be read; what wrote it may have been another version. */
export function parseToken(stored: string | null): ShurjopayToken | null {
  const fields = stored === null ? null : fieldsOf(parseJson(stored))
  const { token, storeId, expiresAt } = fields ?? {}
  if (typeof token !== 'string' || typeof storeId !== 'string') return null
  return typeof expiresAt === 'number' ? { token, storeId, expiresAt } : null
}

/**
 * Seconds. The token's own `exp` counts (a JWT, RFC 7519 §4.1.4) and not `expires_in`, which
 * was seen as 900000. Measured from its `iat`, so that clocks may differ.
 */
export function lifetimeOf(token: string): number {
  const [, payload = ''] = token.split('.')
  const claims = fieldsOf(parseJson(Buffer.from(payload, 'base64url').toString('utf8')))
  const { exp, iat } = claims ?? {}
  if (typeof exp !== 'number' || typeof iat !== 'number' || exp <= iat) return USUAL_LIFETIME
  return Math.min(exp - iat, LONGEST_LIFETIME)
}

function tokenIn(value: unknown): string | null {
  return typeof value === 'string' && /^[\x21-\x7e]{1,8192}$/.test(value) ? value : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

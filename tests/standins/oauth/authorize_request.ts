import type { OauthClient } from './clients.js'

/** What every provider wants to know before it asks the person. */
export interface AuthorizeRequest {
  client: OauthClient
  redirectUri: string
  scopes: string[]
  /** Given back as it came. */
  state: string | null
  challenge: string | null
  nonce: string | null
}

/** A request that was wrong in what its own sender can mend; the providers say so differently. */
export class BadAuthorizeRequest extends Error {
  readonly code = 'E_BAD_AUTHORIZE_REQUEST'

  constructor(
    readonly complaint: string,
    message: string
  ) {
    super(message)
  }
}

/** 43 characters, as SHA-256 has in base64url (RFC 7636 §4.2). */
const CHALLENGE = /^[\w-]{43}$/

/** Only S256: plain protects nobody whose address bar is seen. @throws BadAuthorizeRequest */
export function parseChallenge(query: URLSearchParams, required: boolean): string | null {
  const challenge = query.get('code_challenge')
  if (challenge === null) {
    if (!required) return null
    throw new BadAuthorizeRequest('invalid_request', 'code_challenge is missing')
  }
  if (query.get('code_challenge_method') !== 'S256') {
    throw new BadAuthorizeRequest('invalid_request', 'code_challenge_method must be S256')
  }
  if (!CHALLENGE.test(challenge)) {
    throw new BadAuthorizeRequest('invalid_request', 'code_challenge is not a SHA-256')
  }
  return challenge
}

/** Separated by spaces; GitHub takes commas too. */
export function parseScopes(query: URLSearchParams): string[] {
  return (query.get('scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
}

/** An address with more in its query, whatever it had. */
export function withQuery(
  address: string,
  more: Record<string, string | null | undefined>
): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === 'string') url.searchParams.set(name, value)
  }
  return url.href
}

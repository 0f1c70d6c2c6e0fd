/** A token as the cache keeps it. Times are epoch milliseconds. */
export interface IssuedToken {
  idToken: string
  refreshToken: string | null
  /** Of the credentials and the address it was issued for; it is worth nothing with others. */
  fingerprint: string
  refreshAfter: number
  expiresAt: number
}

/** All that must survive a restart: the token, and the calls spent on getting one. */
export interface TokenRecord {
  token: IssuedToken | null
  /** The latest moment at which each call of the last hour can have arrived at bKash. */
  calls: readonly number[]
  failedAt: number | null
}

export const emptyRecord: TokenRecord = {
  token: null,
  calls: [],
  failedAt: null,
}

/** A record nobody can read is an empty one; what wrote it was another version. */
export function parseRecord(stored: string | null): TokenRecord {
  const value = stored === null ? null : parseJson(stored)
  if (!isObject(value)) return emptyRecord
  const { token, calls, failedAt } = value
  return {
    token: isToken(token) ? token : null,
    calls: Array.isArray(calls) ? calls.filter((at) => typeof at === 'number') : [],
    failedAt: typeof failedAt === 'number' ? failedAt : null,
  }
}

function isToken(value: unknown): value is IssuedToken {
  return (
    isObject(value) &&
    typeof value['idToken'] === 'string' &&
    (value['refreshToken'] === null || typeof value['refreshToken'] === 'string') &&
    typeof value['fingerprint'] === 'string' &&
    typeof value['refreshAfter'] === 'number' &&
    typeof value['expiresAt'] === 'number'
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

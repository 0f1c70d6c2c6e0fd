import { Secret, TOTP } from 'otpauth'

/** RFC 6238 with what every authenticator app assumes: SHA-1, six digits, steps of 30 s. */
const PERIOD_SECONDS = 30
const DIGITS = 6

/** RFC 6238 §5.2: one step to either side, for clocks that differ and people who type. */
const WINDOW_STEPS = 1

/** RFC 4226 §4: 160 bits. @returns base32, as it is typed into an app */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The otpauth:// address that a QR code holds. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString()
}

/**
 * The step a code belongs to; null when it is no code of now.
 * @param at milliseconds since the epoch
 */
export function stepOfCode(secret: string, code: string, at: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = totp(secret).validate({ token: code, timestamp: at, window: WINDOW_STEPS })
  return delta === null ? null : Math.floor(at / 1000 / PERIOD_SECONDS) + delta
}

/** What an authenticator app shows. @param at milliseconds since the epoch */
export function codeAt(secret: string, at: number): string {
  return totp(secret).generate({ timestamp: at })
}

function totp(secret: string, label = 'account'): TOTP {
  return new TOTP({
    issuer: 'Portico',
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  })
}

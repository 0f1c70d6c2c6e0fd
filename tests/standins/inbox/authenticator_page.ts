import { Secret, TOTP } from 'otpauth'
import { escapeHtml, page } from '../kit/html.js'

const PERIOD_MS = 30_000

const STYLE = `
main{max-width:24rem;margin:0 auto;padding:2rem 1rem;text-align:center}
.code{display:block;margin:1rem 0;font:700 2.5rem/1.3 ui-monospace,monospace;letter-spacing:.18em;user-select:all}
.soft{color:var(--soft);overflow-wrap:anywhere}
`

/**
 * An authenticator app (RFC 6238) for who tries the demo without a phone at hand: the code of a
 * secret, until the next one. @param now milliseconds since the epoch
 */
export function authenticatorPage(secret: string, now: number): string {
  const code = codeOf(secret, now)
  const left = Math.ceil((PERIOD_MS - (now % PERIOD_MS)) / 1000)
  const said = code
    ? `<strong class="code">${code}</strong><p>For ${left} s more. Each code counts once.</p>`
    : '<p>Add ?secret= and what the account’s page shows beside its QR code.</p>'
  return page({
    title: 'Authenticator',
    style: STYLE,
    head: `<meta http-equiv="refresh" content="${left}">\n`,
    body: `<main><h1>Authenticator</h1>${said}<p class="soft">${escapeHtml(secret)}</p></main>`,
  })
}

function codeOf(secret: string, now: number): string | null {
  if (!/^[A-Za-z2-7 ]{16,}$/.test(secret)) return null
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
  return totp.generate({ timestamp: now })
}

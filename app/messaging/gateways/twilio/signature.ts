import { createHmac, timingSafeEqual } from 'node:crypto'

import type { InboundReport } from '../contract.js'

/**
 * Whether Twilio signed this request: base64 of HMAC-SHA1 with the auth token over the exact
 * address it was told, followed by name and value of each parameter of the form, sorted by name
 * and not trimmed (twilio.com/docs/usage/webhooks/webhooks-security).
 *
 * What stands before us may have ended TLS or changed how the port is written, so the address is
 * tried in each of these spellings. That helps no forger, who has no token for any of them.
 */
export function isSigned(report: InboundReport, token: string): boolean {
  const signature = Buffer.from(report.headers['x-twilio-signature'] ?? '', 'utf8')
  const parameters = signedParameters(report)
  return spellings(report.url).some((url) => {
    const hmac = createHmac('sha1', token).update(url + parameters, 'utf8')
    const expected = Buffer.from(hmac.digest('base64'), 'utf8')
    return expected.length === signature.length && timingSafeEqual(expected, signature)
  })
}

/** Values of a name that comes twice are sorted and each counts once, as Twilio's libraries do. */
function signedParameters(report: InboundReport): string {
  if (report.method !== 'POST') return ''
  const form = new URLSearchParams(report.rawBody)
  return [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value))
    .join('')
}

function spellings(url: string): string[] {
  const parts = /^https?:\/\/([^/?#]*)(.*)$/s.exec(url)
  if (!parts) return [url]
  const [, authority = '', rest = ''] = parts
  const bare = authority.replace(/:(?:80|443)$/, '')
  return [
    url,
    ...['https', 'http'].flatMap((scheme) => {
      const port = scheme === 'https' ? '443' : '80'
      const hosts = /:\d+$/.test(bare) ? [bare] : [bare, `${bare}:${port}`]
      return hosts.map((host) => `${scheme}://${host}${rest}`)
    }),
  ]
}

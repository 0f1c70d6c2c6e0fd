import { appUrl } from '#config/app'
import { portalEntrance } from '#routers/provisioning/login_page'

/**
 * What DHCP option 114 tells phones (RFC 8910 §2): where our captive-portal API answers for
 * this router. With a tenant's subdomain it is on the tenant's own host; without one it is on
 * the platform's, which stays right when a tenant renames itself.
 */
export function captivePortalUri(token: string, slug?: string): string {
  const host = slug === undefined ? appUrl.host : `${slug}.${appUrl.host}`
  return `${appUrl.protocol}//${host}/captive/${encodeURIComponent(token)}/api`
}

/** What RouterOS fills in before it serves the file; -esc makes a value safe in a URL. */
const SEEN = [
  'identity=$(identity-esc)',
  'mac=$(mac-esc)',
  'ip=$(ip-esc)',
  'link-login-only=$(link-login-only-esc)',
].join('&')

/**
 * The router's own api.json, which it serves at https://<dns-name>/api (MikroTik manual, HotSpot,
 * "RFC 7710": the conditions and variables are those of its default file). The router knows
 * which phone asks, so this one answers for each phone alone.
 */
export function captiveApiJson(token: string): string {
  const entrance = portalEntrance(encodeURIComponent(token))
  const venue = captivePortalUri(token).replace(/api$/, 'venue')
  return `{
"captive": $(if logged-in == 'yes')false$(else)true$(endif),
"user-portal-url": "${entrance}?${SEEN}",
"venue-info-url": "${venue}",
$(if session-timeout-secs != 0)
"seconds-remaining": $(session-timeout-secs),
$(endif)
$(if remain-bytes-total)
"bytes-remaining": $(remain-bytes-total),
$(endif)
"can-extend-session": true
}
`
}

/** The same in one line, for scripts: a RouterOS string has no line breaks of its own. */
export function captiveApiLine(token: string): string {
  return captiveApiJson(token).replaceAll('\n', '')
}

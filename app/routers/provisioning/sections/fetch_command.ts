import { quoted } from '#routers/provisioning/quoted'
import type { RouterOsMajor } from '#routers/provisioning/script_facts'

/**
 * /tool fetch of one of our addresses. RouterOS 7 brings certificate authorities
 * along and so can insist on the certificate; 6.49 has none of its own.
 */
export function fetchCommand({ major }: { major: RouterOsMajor }, url: string, rest: string) {
  const checked = url.startsWith('https:') && major === 7 ? ' check-certificate=yes' : ''
  return `/tool fetch url=${quoted(url)}${checked} ${rest}`
}

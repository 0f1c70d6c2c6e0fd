import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { PATH } from './lab.js'

/** Begins the reason of every test that was not run; bin/local/lib/test_summary.mjs reads it. */
export const CANNOT_RUN = 'Cannot run on this machine:'

/** unshare(2): not permitted, or no more of them allowed (user.max_user_namespaces). */
const DENIED = /Operation not permitted|Permission denied|No space left on device/
const NO_DEVICE = new Set(['ENOENT', 'ENODEV', 'EPERM', 'EACCES'])

/**
 * Why this machine gives nobody network namespaces of their own, as it says itself when one is
 * tried; null where it does. Any user may make them where the kernel allows user namespaces;
 * /dev/net/tun is for WireGuard in user space.
 *
 * @throws when the attempt fails in a way that is no machine's refusal: a program is missing
 */
export function namespacesForbidden(): string | null {
  const tried = spawnSync('unshare', ['-Urmn', 'ip', 'link', 'set', 'lo', 'up'], {
    env: { ...process.env, PATH },
    encoding: 'utf8',
  })
  if (tried.error) throw tried.error
  if (tried.status === 0) return tunnelsForbidden()
  const said = tried.stderr.trim().replaceAll(/\s+/g, ' ')
  if (DENIED.test(said)) return `network namespaces are forbidden (${said})`
  throw new Error(`No network namespace could be tried: ${said}`)
}

function tunnelsForbidden(): string | null {
  try {
    closeSync(openSync('/dev/net/tun', 'r+'))
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (NO_DEVICE.has(code)) return `/dev/net/tun cannot be opened (${code})`
    throw error
  }
}

import { InvalidTunnelKey } from './tunnel_errors.js'

/** 32 octets in base64: the last character before the padding carries two bits of nothing. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/
const NOTHING = `${'A'.repeat(43)}=`

/**
 * A WireGuard public key as routers print it (Curve25519, base64). What passes is safe in a
 * configuration file.
 *
 * @throws InvalidTunnelKey, for the key of all zeros too, which stands for "none"
 */
export function wireguardKey(text: unknown): string {
  const key = typeof text === 'string' ? text.trim() : ''
  if (!KEY.test(key) || key === NOTHING) throw new InvalidTunnelKey()
  return key
}

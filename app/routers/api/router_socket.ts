import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { guardedLookup } from '#core/http/guarded_lookup'
import { addressRefused } from './address_refused.js'
import { type RouterApiTarget } from './router_api_target.js'

/** A vanished peer is noticed on an idle connection after about this long. */
const KEEPALIVE_AFTER_MS = 30_000

/**
 * Begins to connect. A host that is an address is vetted here; a name, when it has been
 * resolved, by the lookup of the connection itself.
 *
 * @throws RouterAddressRefused, TypeError when the host is empty, RangeError for no port
 */
export function openSocket({ host, port, tls, permits, lookup }: RouterApiTarget): Socket {
  if (host === '') throw new TypeError('the address is empty')
  if (permits && isIP(host) && !permits(host)) throw addressRefused(host)
  const options = {
    host,
    port,
    lookup: permits ? guardedLookup(permits, addressRefused, lookup) : lookup,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEPALIVE_AFTER_MS,
  }
  return tls ? connectTls({ ...tls, ...options }) : connectPlain(options)
}

/** TLS where nobody asked for it: an alert record (RFC 8446 §5.1), the answer to our plain login. */
export function isTlsAlert(data: Buffer): boolean {
  return data[0] === 0x15 && data[1] === 0x03
}

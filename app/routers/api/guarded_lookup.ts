import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { type LookupFunction } from 'node:net'
import { RouterAddressRefused } from './router_api_errors.js'

type Permits = (address: string) => boolean

/**
 * Resolves a name and lets through only the addresses that may be connected to. It is the
 * lookup of the connection itself, so a name that answers otherwise the second time
 * (DNS rebinding) is asked once and gains nothing.
 */
export function guardedLookup(
  permits: Permits,
  resolve: LookupFunction = systemLookup
): LookupFunction {
  return (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, found, family) => {
      if (error) return done(error, '')
      const addresses: LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? 4 }] : found
      const permitted = addresses.filter(({ address }) => permits(address))
      const [first] = permitted
      if (!first) return done(addressRefused(name), '')
      if (options.all) return done(null, permitted)
      return done(null, first.address, first.family)
    })
}

/** Says nothing of what the name resolved to: that would be a map of our networks. */
export function addressRefused(host: string) {
  return new RouterAddressRefused(
    `The router ${host} is not connected to: the address is of a private or reserved network, ` +
      'or of this service itself. Enter the public address of the router, or let it dial in ' +
      'by the tunnel.',
    { reason: 'inside' }
  )
}

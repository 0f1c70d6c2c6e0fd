import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { type LookupFunction } from 'node:net'

type Permits = (address: string) => boolean

/**
 * Resolves a name and lets through only the addresses that may be connected to. It is the
 * lookup of the connection itself, so a name that answers otherwise the second time
 * (DNS rebinding) is asked once and gains nothing.
 *
 * @param refused the error for a name of which no address is left; it should not tell which
 *   addresses there were, that would be a map of our networks
 */
export function guardedLookup(
  permits: Permits,
  refused: (name: string) => Error,
  resolve: LookupFunction = systemLookup
): LookupFunction {
  return (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, found, family) => {
      if (error) return done(error, '')
      const addresses: LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? 4 }] : found
      const permitted = addresses.filter(({ address }) => permits(address))
      const [first] = permitted
      if (!first) return done(refused(name), '')
      if (options.all) return done(null, permitted)
      return done(null, first.address, first.family)
    })
}

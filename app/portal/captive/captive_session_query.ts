import type { MacAddress } from '#core/mac_address'
import Device from '#hotspot/customers/device'
import type Router from '#routers/router'
import type { Tenancy } from '#tenancy/tenancy'

/** What a request tells of the phone that made it; both may be unknown. */
export interface Asker {
  mac: MacAddress | null
  /** The source address: the phone's own only where nothing on the way translates it. */
  address: string
}

export type CaptiveSession =
  /** A phone with an open session on this router. */
  | { known: 'online'; device: Device | null }
  /** Nobody it could be is online. */
  | { known: 'captive' }
  /** Phones are online behind this router, and the asker may be one of them. */
  | { known: 'ambiguous' }

/**
 * Whose session on this router is asked about (index radacct_bulk_close). Behind the router's
 * NAT every phone has the router's address, so without a MAC only two things can be known: that
 * the address is a phone's own, or that nobody is online at all.
 */
export async function captiveSessionQuery(
  tenancy: Tenancy,
  router: Router,
  { mac, address }: Asker
): Promise<CaptiveSession> {
  const open: { mac: string; ip: string | null }[] = await tenancy.transaction
    .from('radacct')
    .select('username as mac', tenancy.transaction.raw('host(framedipaddress) as ip'))
    .where('nasipaddress', router.address)
    .whereNull('acctstoptime')

  const own = mac ? open.find((one) => one.mac === mac) : only(open, (one) => one.ip === address)
  if (own) {
    const device = await Device.query()
      .where('mac', own.mac)
      .preload('customer', (customer) => customer.preload('activation'))
      .first()
    return { known: 'online', device }
  }
  return mac || open.length === 0 ? { known: 'captive' } : { known: 'ambiguous' }
}

function only<T>(rows: readonly T[], fits: (row: T) => boolean): T | undefined {
  const [found, ...others] = rows.filter(fits)
  return others.length === 0 ? found : undefined
}

import type { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import { octets, splitGigawords, type Octets } from '#core/octets'
import { mikrotikRateLimit, type Burst, type Speed } from '#core/rate'
import type { Tenancy } from '#tenancy/tenancy'

/** What FreeRADIUS is to know of a device: the package's full figures. */
export interface RadiusAccess extends Speed, Partial<Burst> {
  expiresAt: DateTime
  /** null is unlimited */
  octetsLimit: Octets | null
}

type Row = { username: string; attribute: string; op: string; value: string }

/**
 * Writes a device's rows, in place of any it had: radcheck says who may come
 * in and until when, radreply what the router is to enforce. The router is
 * answered with what remains (tenants/migrations/0005_radius_functions.ts).
 */
export async function writeRadiusRows(
  tenancy: Tenancy,
  macs: readonly MacAddress[],
  access: RadiusAccess
): Promise<void> {
  await removeRadiusRows(tenancy, macs)
  if (macs.length === 0) return

  const trx = tenancy.transaction
  await trx
    .insertQuery()
    .table('radcheck')
    .multiInsert(macs.flatMap((mac) => checkRows(mac, access)))
  await trx
    .insertQuery()
    .table('radreply')
    .multiInsert(macs.flatMap((mac) => replyRows(mac, access)))
}

export async function removeRadiusRows(
  tenancy: Tenancy,
  macs: readonly MacAddress[]
): Promise<void> {
  await tenancy.transaction
    .from('radcheck')
    .whereIn('username', [...macs])
    .delete()
  await tenancy.transaction
    .from('radreply')
    .whereIn('username', [...macs])
    .delete()
}

/** `mac-as-username-and-password`: the device's MAC is its password too. */
function checkRows(mac: MacAddress, { expiresAt }: RadiusAccess): Row[] {
  return [
    { username: mac, attribute: 'Cleartext-Password', op: ':=', value: mac },
    { username: mac, attribute: 'Expiration', op: ':=', value: radiusDate(expiresAt) },
  ]
}

/** A 32-bit word holds no 10 GB, so what exceeds it goes to the Gigawords attribute. 0 is unlimited. */
function replyRows(mac: MacAddress, access: RadiusAccess): Row[] {
  const { limit, gigawords } = splitGigawords(access.octetsLimit ?? octets(0))
  const reply = (attribute: string, value: string) => ({
    username: mac,
    attribute,
    op: ':=',
    value,
  })

  return [
    reply('Mikrotik-Rate-Limit', mikrotikRateLimit(access)),
    reply('Mikrotik-Total-Limit', String(limit)),
    ...(gigawords > 0n ? [reply('Mikrotik-Total-Limit-Gigawords', String(gigawords))] : []),
  ]
}

/** The one form FreeRADIUS reads without fail: "07 Jun 2026 23:59:59", in its own zone, which is UTC. */
export function radiusDate(at: DateTime): string {
  return at.toUTC().setLocale('en').toFormat('dd LLL yyyy HH:mm:ss')
}

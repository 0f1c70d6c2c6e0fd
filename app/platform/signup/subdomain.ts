import { inject } from '@adonisjs/core'
import Tenant from '#tenancy/models/tenant'

/** Names that would be taken for ours, or that a host needs for itself. */
const RESERVED = new Set(
  `www admin api app account accounts auth billing blog bkash callback callbacks cdn dashboard dev
   docs email ftp gateway help hotspot inbox internal ip localhost login logout mail metrics mikrotik
   nagad ns ns1 ns2 pay payment payments platform portal portico radius root security signup smtp sso
   staff static status stripe support system test vpn webhook webhooks wifi wireguard www1 www2`
    .split(/\s+/)
    .filter(Boolean)
)

const SHAPE = /^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/

export type SubdomainVerdict = 'available' | 'taken' | 'reserved' | 'malformed'

/** Can an ISP have this subdomain? */
@inject()
export class CheckSubdomain {
  async execute(subdomain: string): Promise<SubdomainVerdict> {
    if (!SHAPE.test(subdomain) || subdomain.includes('--')) return 'malformed'
    if (RESERVED.has(subdomain)) return 'reserved'
    return (await Tenant.findBy('slug', subdomain)) ? 'taken' : 'available'
  }
}

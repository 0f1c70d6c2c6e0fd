import { networkInterfaces } from 'node:os'
import app from '@adonisjs/core/services/app'
import { OutboundGuard } from '#core/http/outbound_guard'
import type { KnownCertificate } from '#routers/api/router_api_target'
import type Router from '#routers/router'
import { tunnelNetwork } from '#routers/tunnels/tunnel_server'
import { outboundGuard } from '#start/outbound_guard'
import env from '#start/env'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { Tenancy } from '#tenancy/tenancy'

const publicOnly = new OutboundGuard()

/**
 * May this router's API be connected to there? At public addresses, and at its own RADIUS
 * address, which may be of the tunnel; never at ours.
 *
 * @param own the address its RADIUS packets come from
 */
export function mayReachApiAt(address: string, own: string): boolean {
  if (isOurs(address)) return false
  if (publicOnly.permits(address)) return true
  return address === own && (outboundGuard.permits(address) || tunnelNetwork.contains(address))
}

/** May a router be registered at this address? */
export function mayBeRouter(address: string): boolean {
  return outboundGuard.permits(address) && !isOurs(address)
}

/** One of this machine's own addresses, or where RADIUS is: a router there would be ourselves. */
function isOurs(address: string): boolean {
  if (address === env.get('RADIUS_HOST') || address === tunnelNetwork.hub) return true
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some((one) => one.address === address)
  )
}

/** What a router's row remembers of its certificate. */
export function certificateMemory(
  { id, apiCertificate }: Pick<Router, 'id' | 'apiCertificate'>,
  tenantId: number
): KnownCertificate {
  return {
    pinned: apiCertificate,
    onFirst: (seen) => remember(tenantId, id, { api_certificate: seen }),
    onOther: (seen) => remember(tenantId, id, { api_certificate_seen: seen }),
  }
}

async function remember(tenantId: number, id: number, what: Record<string, string>): Promise<void> {
  const directory = await app.container.make(TenantDirectory)
  const tenancy = await app.container.make(Tenancy)
  const tenant = await directory.byId(tenantId)
  await tenancy.run(tenant, async () => {
    await tenancy.transaction.from('routers').where('id', id).update(what)
  })
}

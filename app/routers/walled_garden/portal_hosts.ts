import { appUrl } from '#config/app'
import type { GardenHost } from './garden_host.js'

/** The tenant's own host and the platform's, which the router's login page leads to. */
export function portalHosts(slug: string): GardenHost[] {
  const ports = [Number(appUrl.port) || (appUrl.protocol === 'https:' ? 443 : 80)]
  return [`${slug}.${appUrl.hostname}`, appUrl.hostname].map((host) => ({ host, ports }))
}

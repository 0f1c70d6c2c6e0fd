import Router from '#routers/router'
import { zonesOf, type Zone } from '#routers/zones/zone'

/** The tenant's zones by name, then the routers that stand in none. Call in the tenant's scope. */
export async function zonesQuery(): Promise<Zone[]> {
  const routers = await Router.query().orderBy('name')
  return zonesOf(
    routers.map(({ id, name, zone, ssid, health }) => ({
      id,
      name,
      zone,
      ssid,
      broadcast: health?.reading?.ssids ?? [],
    }))
  )
}

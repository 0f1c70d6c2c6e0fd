/** A router as its zone sees it. */
export interface ZoneRouter {
  id: number
  name: string
  zone: string | null
  /** The network its access points are to broadcast, as the operator entered it. */
  ssid: string | null
  /** What its own radios broadcast, as it says; empty when it has none, or they are elsewhere. */
  broadcast: readonly string[]
}

export interface Zone {
  /** Null gathers the routers without one. */
  name: string | null
  routers: ZoneRouter[]
  /** Every network of this place: of a zone that works there is one. */
  ssids: string[]
  /**
   * A phone takes another SSID for another network: with a private address of its own for each,
   * so it is a stranger there, and MAC re-authentication fails.
   */
  ssidsDiffer: boolean
}

/** Routers by their zone. Spelling counts for an SSID, but not the case of a zone's name. */
export function zonesOf(routers: readonly ZoneRouter[]): Zone[] {
  const byName = Map.groupBy(routers, ({ zone }) => zone?.toLocaleLowerCase() ?? null)
  return [...byName]
    .map(([key, members]) => zoneOf(key === null ? null : (members[0]?.zone ?? key), members))
    .toSorted((a, b) => compare(a.name, b.name))
}

/** The networks of a router: what it broadcasts counts before what was entered. */
export function networksOf({ ssid, broadcast }: ZoneRouter): readonly string[] {
  if (broadcast.length === 0) return ssid === null ? [] : [ssid]
  return ssid !== null && broadcast.includes(ssid) ? [ssid] : broadcast
}

function zoneOf(name: string | null, routers: ZoneRouter[]): Zone {
  const ssids = [...new Set(routers.flatMap(networksOf))].toSorted()
  return { name, routers, ssids, ssidsDiffer: name !== null && differ(routers) }
}

/** Two of them have networks, and none in common. */
function differ(routers: readonly ZoneRouter[]): boolean {
  const known = routers.map(networksOf).filter((networks) => networks.length > 0)
  return known.some((networks, at) =>
    known.slice(at + 1).some((others) => !networks.some((ssid) => others.includes(ssid)))
  )
}

function compare(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a.localeCompare(b)
}

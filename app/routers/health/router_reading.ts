/** A RADIUS server the router has for its hotspot. */
export interface RadiusEntry {
  address: string
  disabled: boolean
  authPort: number | null
  acctPort: number | null
  /** Null where the API user may not see secrets, as it should be. */
  secretDiffers: boolean | null
}

/** Sums of /radius/monitor over the hotspot's servers, since the router's last boot. */
export interface RadiusCounters {
  requests: number
  accepts: number
  rejects: number
  timeouts: number
  badReplies: number
}

/** A hotspot profile that a running hotspot server uses. */
export interface HotspotProfile {
  name: string
  loginBy: string[]
  useRadius: boolean
  accounting: boolean
  /** Seconds; 0 is "as RADIUS says". */
  interimSeconds: number
  macAuthMode: string
}

/** Everything a router said of itself at one visit. What it did not say is null. */
export interface RouterReading {
  identity: string
  version: string
  board: string
  uptimeSeconds: number | null
  cpuPercent: number | null
  memoryPercent: number | null
  /** Devices the router lets through. */
  sessions: number
  /** Its clock less ours. */
  clockOffsetSeconds: number | null
  roundTripMs: number
  radius: RadiusEntry[]
  counters: RadiusCounters | null
  incoming: { accept: boolean; port: number | null } | null
  hotspots: number
  profiles: HotspotProfile[]
  /** Rules that FastTrack everything, hotspot customers among it. */
  fasttrackRules: number
  /** Layer7 patterns that a filter rule uses. */
  layer7Rules: number
  /** May this board run a hotspot (RouterOS ≥ 7.17)? */
  deviceModeHotspot: boolean | null
  /** Walled-garden rows that let something through. */
  gardenRows: number
  ssids: string[]
}

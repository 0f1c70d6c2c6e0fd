import type { JoiningChoices } from '#routers/provisioning/joining_choices'
import type { GardenHost } from '#routers/walled_garden/garden_host'

/** 6 stands for 6.49, 7 for 7.20 and later: their commands differ here and there. */
export type RouterOsMajor = 6 | 7

/** Everything a joining script is made of. */
export interface JoiningFacts {
  major: RouterOsMajor
  identity: string
  timezone: string
  /** The router's unguessable name in portal links. */
  token: string
  /** `srcAddress`: by a tunnel, the router's end of it. */
  radius: { host: string; srcAddress?: string; authPort: number; acctPort: number; secret: string }
  api: { user: string; password: string; port: number; tls: boolean }
  /** Where the script tells how it goes. */
  reportUrl: string
  loginPageUrl: string
  /** Hosts that phones must reach before they have paid: our own. */
  portalHosts: readonly GardenHost[]
  /** RFC 8908 URL of this router for DHCP option 114; null where there is no HTTPS. */
  captiveApiUrl: string | null
  /** Where the router's own api.json comes from; null where there is no HTTPS. */
  captiveFileUrl: string | null
  choices: JoiningChoices
}

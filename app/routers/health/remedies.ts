import type { Finding } from '#routers/health/findings'
import type { RouterHealth } from '#routers/health/router_health'
import { readVersion } from '#routers/health/router_values'
import { quoted } from '#routers/provisioning/quoted'

/** What the lines are made of. Without a secret the line that would hold it is left out. */
export interface RemedyFacts {
  identity: string
  apiUser: string
  apiPort: number
  radius: { host: string; authPort: number; acctPort: number; secret: string | null }
  health: RouterHealth | null
}

const PROFILE = '/ip hotspot profile set [find]'
const LOG = '/log print where topics~"radius"'

/** Exactly what to type into the router; first what shows the fault, then what mends it. */
export function remedyFor(finding: Finding, facts: RemedyFacts): string[] {
  return REMEDIES[finding](facts)
}

const REMEDIES: Readonly<Record<Finding, (facts: RemedyFacts) => string[]>> = {
  unreachable: ({ radius, apiPort }) => [
    `/ping ${radius.host} count=4`,
    '/ip service print',
    `/ip service set api disabled=no port=${apiPort}`,
    '/ip firewall filter print where chain=input',
  ],
  login_refused: ({ apiUser }) => [
    `/user print where name=${quoted(apiUser)}`,
    '/log print where topics~"error"',
  ],
  hotspot_forbidden: () => ['/system device-mode print', '/system device-mode update hotspot=yes'],
  no_hotspot: () => ['/ip hotspot print', '/ip hotspot enable [find]'],
  radius_missing: ({ radius }) => [
    '/radius print',
    ...(radius.secret === null
      ? []
      : [
          '/radius remove [find comment="portico"]',
          `/radius add service=hotspot address=${radius.host} secret=${quoted(radius.secret)} authentication-port=${radius.authPort} accounting-port=${radius.acctPort} timeout=3s comment="portico"`,
        ]),
  ],
  radius_off: () => ['/ip hotspot profile print', `${PROFILE} use-radius=yes`],
  secret_suspected: ({ radius }) => [
    '/radius print',
    LOG,
    ...(radius.secret === null
      ? []
      : [`/radius set [find address=${radius.host}] secret=${quoted(radius.secret)}`]),
  ],
  radius_silent: ({ radius }) => [
    `/ping ${radius.host} count=4`,
    '/radius print',
    LOG,
    '/ip firewall filter print where chain=output',
  ],
  mac_login_off: () => ['/ip hotspot profile print', `${PROFILE} login-by=mac,http-pap`],
  mac_mode_wrong: () => [`${PROFILE} mac-auth-mode=mac-as-username-and-password`],
  identity_differs: ({ identity }) => [
    '/system identity print',
    `/system identity set name=${quoted(identity)}`,
  ],
  fasttrack_on: () => [
    '/ip firewall filter print where action=fasttrack-connection',
    '/ip firewall filter disable [find action=fasttrack-connection]',
  ],
  accounting_off: () => [`${PROFILE} radius-accounting=yes radius-interim-update=2m`],
  interim_rare: () => ['/ip hotspot profile print', `${PROFILE} radius-interim-update=2m`],
  incoming_off: () => ['/radius incoming print', '/radius incoming set accept=yes port=3799'],
  incoming_port: () => ['/radius incoming print', '/radius incoming set accept=yes port=3799'],
  clock_off: ({ health }) => ['/system clock print', ntpLine(health)],
  form_login_off: () => [`${PROFILE} login-by=mac,http-pap`],
  garden_missing: () => [
    '/ip hotspot walled-garden ip print',
    '/ip firewall layer7-protocol print',
  ],
  version_old: () => ['/system resource print', '/system package update install'],
  cpu_high: () => ['/system resource print'],
  memory_low: () => ['/system resource print'],
  layer7_used: () => ['/ip firewall layer7-protocol print'],
}

/** The client takes other arguments since RouterOS 7. */
function ntpLine(health: RouterHealth | null): string {
  const version = readVersion(health?.reading?.version)
  return version?.major === 6
    ? '/system ntp client set enabled=yes server-dns-names=pool.ntp.org'
    : '/system ntp client set enabled=yes servers=pool.ntp.org'
}

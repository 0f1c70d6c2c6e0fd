import type { RouterReading } from '#routers/health/router_reading'
import type { Knock, OurSide, RouterTrouble } from '#routers/health/router_health'
import { radiusFindings } from '#routers/health/radius_findings'
import { setupFindings } from '#routers/health/setup_findings'

/** What may be wrong with a router, the worst first. Texts and remedies go by these names. */
export const FINDINGS = {
  unreachable: 'error',
  login_refused: 'error',
  hotspot_forbidden: 'error',
  no_hotspot: 'error',
  radius_missing: 'error',
  radius_off: 'error',
  secret_suspected: 'error',
  radius_silent: 'error',
  mac_login_off: 'error',
  mac_mode_wrong: 'error',
  identity_differs: 'error',
  fasttrack_on: 'warning',
  accounting_off: 'warning',
  interim_rare: 'warning',
  incoming_off: 'warning',
  incoming_port: 'warning',
  clock_off: 'warning',
  form_login_off: 'warning',
  garden_missing: 'warning',
  version_old: 'warning',
  cpu_high: 'warning',
  memory_low: 'warning',
  layer7_used: 'info',
} as const satisfies Record<string, 'error' | 'warning' | 'info'>

export type Finding = keyof typeof FINDINGS

/** What the router should have been told. */
export interface Expected {
  identity: string
  radiusHost: string
  authPort: number
  acctPort: number
}

export interface Evidence {
  now: Date
  expected: Expected
  trouble: RouterTrouble | null
  /** Of this visit; null when it did not answer. */
  reading: RouterReading | null
  ours: OurSide
  knock: Knock | null
  /** The visit before. */
  before: { reading: RouterReading | null; ours: OurSide; findings: readonly Finding[] } | null
}

/** Everything that is wrong, the worst first. */
export function findingsOf(evidence: Evidence): Finding[] {
  const { reading, trouble } = evidence
  const found = new Set<Finding>(radiusFindings(evidence))

  if (trouble)
    found.add(trouble.code === 'E_ROUTER_LOGIN_REFUSED' ? 'login_refused' : 'unreachable')
  if (reading) for (const one of setupFindings(reading, evidence.expected)) found.add(one)

  return Object.keys(FINDINGS)
    .filter(isFinding)
    .filter((one) => found.has(one))
}

export function isFinding(name: string): name is Finding {
  return name in FINDINGS
}

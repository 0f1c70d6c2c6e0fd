import type { Finding } from '#routers/health/findings'
import type { RouterHealth } from '#routers/health/router_health'

/** Where a router stands, as one line of the troubleshooting page. */
export type CheckState = 'ok' | 'wrong' | 'unknown'

/** What is known from our side alone, whether the router answers or not. */
export interface TroubleSide {
  /** Commands of the last day that were given up. */
  deadCommands: number
  smsGateways: number
  /** One-time codes of the last day: all, and those a provider refused; the last refusal. */
  codes: number
  codesFailed: number
  lastSmsError: string | null
  /** Seconds the sweep of suspensions is late. */
  sweepLateSeconds: number
  /** Does its zone broadcast more than one SSID? */
  ssidsDiffer: boolean
}

/** A remark of our own side's; texts are health.remarks.<name>. */
export type Remark =
  | 'dead_commands'
  | 'no_sms_gateway'
  | 'codes_failed'
  | 'sweep_late'
  | 'ssids_differ'
  | 'coa_silent'
  | 'coa_closed'
  | 'coa_bad'

export interface Check {
  /** What the operator notices; texts are health.checks.<name>. */
  name: CheckName
  state: CheckState
  findings: Finding[]
  remarks: Remark[]
}

/** The description's quick reference, and what real routers add to it (facts §10). */
const CHECKS = {
  api: ['unreachable', 'login_refused'],
  radius: ['radius_missing', 'radius_off', 'radius_silent', 'identity_differs'],
  secret: ['secret_suspected'],
  hotspot: ['hotspot_forbidden', 'no_hotspot', 'form_login_off', 'version_old'],
  mac: ['mac_login_off', 'mac_mode_wrong'],
  garden: ['garden_missing', 'layer7_used'],
  suspension: ['accounting_off', 'interim_rare'],
  coa: ['incoming_off', 'incoming_port'],
  speed: ['fasttrack_on', 'cpu_high', 'memory_low'],
  clock: ['clock_off'],
  otp: [],
} as const satisfies Record<string, readonly Finding[]>

export type CheckName = keyof typeof CHECKS

/** What RADIUS packets of late prove, whether the router's API answers or not. */
const PROVEN_BY_PACKETS: readonly CheckName[] = ['radius', 'secret']
const PROVEN_BY_REPORTS: readonly CheckName[] = [...PROVEN_BY_PACKETS, 'suspension']
const LATELY_SECONDS = 600

/** Every check of a router, in the order in which one would look. */
export function checksOf(health: RouterHealth | null, side: TroubleSide, now: Date): Check[] {
  return checkNames().map((name) => {
    const own: readonly Finding[] = CHECKS[name]
    const findings = (health?.findings ?? []).filter((finding) => own.includes(finding))
    const remarks = remarksOn(name, health, side)
    return { name, findings, remarks, state: stateOf(name, health, findings, remarks, now) }
  })
}

function stateOf(
  name: CheckName,
  health: RouterHealth | null,
  findings: readonly Finding[],
  remarks: readonly Remark[],
  now: Date
): CheckState {
  if (remarks.length > 0 || findings.some((finding) => finding !== 'layer7_used')) return 'wrong'
  if (name === 'otp') return 'ok'
  if (!health) return 'unknown'
  return health.reachable || isProven(name, health, now) ? 'ok' : 'unknown'
}

function isProven(name: CheckName, { ours }: RouterHealth, now: Date): boolean {
  const lately = (at: string | null) =>
    at !== null && now.getTime() - Date.parse(at) < LATELY_SECONDS * 1000
  return (
    (PROVEN_BY_REPORTS.includes(name) && lately(ours.lastAcctAt)) ||
    (PROVEN_BY_PACKETS.includes(name) && lately(ours.lastAuthAt))
  )
}

function remarksOn(name: CheckName, health: RouterHealth | null, side: TroubleSide): Remark[] {
  const lines: Partial<Record<CheckName, [boolean, Remark][]>> = {
    api: [[side.deadCommands > 0, 'dead_commands']],
    mac: [[side.ssidsDiffer, 'ssids_differ']],
    suspension: [[side.sweepLateSeconds > 0, 'sweep_late']],
    otp: [
      [side.smsGateways === 0, 'no_sms_gateway'],
      [side.codesFailed > 0, 'codes_failed'],
    ],
    coa: [
      [health?.knock === 'silent', 'coa_silent'],
      [health?.knock === 'port_closed', 'coa_closed'],
      [health?.knock === 'bad_replies', 'coa_bad'],
    ],
  }
  return (lines[name] ?? []).filter(([is]) => is).map(([, remark]) => remark)
}

function checkNames(): CheckName[] {
  return Object.keys(CHECKS).filter((name): name is CheckName => name in CHECKS)
}

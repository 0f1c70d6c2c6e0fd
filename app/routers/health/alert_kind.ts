import type { Finding } from '#routers/health/findings'

/** What people are told of. A kind gathers findings that one person would mend at once. */
export const ALERT_KINDS = ['down', 'radius_silent', 'secret', 'clock', 'drift'] as const

export type AlertKind = (typeof ALERT_KINDS)[number]

/** …and what else somebody may choose to hear of: the SMS accounts. */
export const NEWS_KINDS = [...ALERT_KINDS, 'sms'] as const

export type NewsKind = (typeof NEWS_KINDS)[number]

const KIND_OF: Readonly<Partial<Record<Finding, AlertKind>>> = {
  unreachable: 'down',
  radius_silent: 'radius_silent',
  secret_suspected: 'secret',
  clock_off: 'clock',
  login_refused: 'drift',
  hotspot_forbidden: 'drift',
  no_hotspot: 'drift',
  radius_missing: 'drift',
  radius_off: 'drift',
  mac_login_off: 'drift',
  mac_mode_wrong: 'drift',
  identity_differs: 'drift',
  fasttrack_on: 'drift',
  accounting_off: 'drift',
  interim_rare: 'drift',
  incoming_off: 'drift',
  incoming_port: 'drift',
  form_login_off: 'drift',
  garden_missing: 'drift',
}

/** The kinds of trouble these findings are. What nobody must act on at once is none. */
export function alertKindsOf(findings: readonly Finding[]): Set<AlertKind> {
  return new Set(findings.flatMap((finding) => KIND_OF[finding] ?? []))
}

export function isNewsKind(value: unknown): value is NewsKind {
  return NEWS_KINDS.some((kind) => kind === value)
}

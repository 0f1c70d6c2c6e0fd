import { DateTime } from 'luxon'
import { FINDINGS, type Finding } from '#routers/health/findings'
import type { RouterHealth } from '#routers/health/router_health'

export type HealthState = 'unknown' | 'well' | 'warning' | 'trouble' | 'away'

/** How a router is, in one word. */
export function healthState(health: RouterHealth | null): HealthState {
  if (!health) return 'unknown'
  if (health.findings.includes('unreachable')) return 'away'
  const levels = new Set(health.findings.map((finding) => FINDINGS[finding]))
  return levels.has('error') ? 'trouble' : levels.has('warning') ? 'warning' : 'well'
}

/** Its state as a view shows it, with moments instead of texts. */
export function healthView(health: RouterHealth | null) {
  return {
    state: healthState(health),
    checkedAt: moment(health?.checkedAt),
    readAt: moment(health?.readAt),
    since: moment(health?.since),
    reachable: health?.reachable ?? null,
    trouble: health?.trouble?.message ?? null,
    reading: health?.reading ?? null,
    lastAuthAt: moment(health?.ours.lastAuthAt),
    lastAcctAt: moment(health?.ours.lastAcctAt),
    openSessions: health?.ours.openSessions ?? 0,
    findings: (health?.findings ?? []).map(findingView),
  }
}

export function findingView(name: Finding) {
  return { name, level: FINDINGS[name] }
}

function moment(text: string | null | undefined): DateTime | null {
  return text ? DateTime.fromISO(text, { zone: 'utc' }) : null
}

import { isIP } from 'node:net'
import type { Expected, Finding } from '#routers/health/findings'
import type { HotspotProfile, RadiusEntry, RouterReading } from '#routers/health/router_reading'
import { readVersion } from '#routers/health/router_values'

/** Certificates and the times of sessions go wrong beyond this. */
const CLOCK_SECONDS = 120
/** Usage is known this late at most, or people are cut off long after their data is gone. */
const INTERIM_SECONDS = 300
const BUSY_CPU_PERCENT = 95
const FULL_MEMORY_PERCENT = 95
const COA_PORT = 3799

/** What of the router's own settings keeps customers from being served as they paid for. */
export function setupFindings(reading: RouterReading, expected: Expected): Finding[] {
  const { incoming, profiles } = reading
  const known = reading.radius.some((entry) => isOurs(entry, expected))
  const offset = Math.abs(reading.clockOffsetSeconds ?? 0)
  const wrong = (is: (profile: HotspotProfile) => boolean) => profiles.some(is)

  const tests: [boolean, Finding][] = [
    [reading.deviceModeHotspot === false, 'hotspot_forbidden'],
    [reading.hotspots === 0, 'no_hotspot'],
    [!known, 'radius_missing'],
    [wrong((profile) => !profile.useRadius), 'radius_off'],
    [wrong((profile) => !profile.loginBy.includes('mac')), 'mac_login_off'],
    [wrong(sendsNoPassword), 'mac_mode_wrong'],
    [reading.identity !== expected.identity, 'identity_differs'],
    [reading.fasttrackRules > 0, 'fasttrack_on'],
    [wrong((profile) => profile.useRadius && !profile.accounting), 'accounting_off'],
    [wrong((profile) => profile.interimSeconds > INTERIM_SECONDS), 'interim_rare'],
    [incoming?.accept === false, 'incoming_off'],
    [incoming?.accept === true && incoming.port !== COA_PORT, 'incoming_port'],
    [offset > CLOCK_SECONDS, 'clock_off'],
    [wrong((profile) => !takesAForm(profile)), 'form_login_off'],
    [reading.hotspots > 0 && reading.gardenRows === 0, 'garden_missing'],
    [isOld(reading.version), 'version_old'],
    [(reading.cpuPercent ?? 0) >= BUSY_CPU_PERCENT, 'cpu_high'],
    [(reading.memoryPercent ?? 0) >= FULL_MEMORY_PERCENT, 'memory_low'],
    [reading.layer7Rules > 0, 'layer7_used'],
  ]
  return tests.filter(([is]) => is).map(([, finding]) => finding)
}

/** An entry that leads to us. The address is compared where it is one: a name is resolved there. */
export function isOurs(entry: RadiusEntry, expected: Expected): boolean {
  return (
    !entry.disabled &&
    (isIP(expected.radiusHost) === 0 || entry.address === expected.radiusHost) &&
    (entry.authPort ?? expected.authPort) === expected.authPort &&
    (entry.acctPort ?? expected.acctPort) === expected.acctPort
  )
}

/** Without the MAC as password, no sign-in of a device that RADIUS knows can succeed. */
function sendsNoPassword({ loginBy, macAuthMode }: HotspotProfile): boolean {
  return loginBy.includes('mac') && macAuthMode === 'mac-as-username'
}

function takesAForm({ loginBy }: HotspotProfile): boolean {
  return loginBy.includes('http-pap') || loginBy.includes('https')
}

/** 6.49 and 7.20 are the oldest we support. */
function isOld(text: string): boolean {
  const version = readVersion(text)
  if (!version) return false
  const { major, minor } = version
  return major < 6 || (major === 6 && minor < 49) || (major === 7 && minor < 20)
}

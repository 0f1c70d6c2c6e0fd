import { DateTime } from 'luxon'
import { isIPv4 } from 'node:net'
import type { JoinFacts, JoinStep } from '#routers/provisioning/join_report'

/** Sessions and certificates go wrong beyond this. */
const CLOCK_SECONDS = 120

const SPELLINGS = ['yyyy-LL-dd HH:mm:ss', 'LLL/dd/yyyy HH:mm:ss']

/** What we can see of a joining and the router cannot. */
export interface Surroundings {
  now: DateTime
  timezone: string
  /** The router's registered address: RADIUS answers only packets from there. */
  address: string
  /** Where the report came from; null when it did not come over the network. */
  from: string | null
}

/** Steps that are ours to judge: RouterOS's age, the clock, and where packets come from. */
export function judgeReport(facts: JoinFacts, around: Surroundings): JoinStep[] {
  return [version(facts.version), clock(facts, around), source(around)].filter(
    (each) => each !== null
  )
}

/** 6.49 and 7.20 are the oldest we support. */
function version(text: string | null): JoinStep | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text ?? '') ?? []
  if (major === undefined) return null
  const old =
    Number(major) < 6 ||
    (major === '6' && Number(minor) < 49) ||
    (major === '7' && Number(minor) < 20)
  return step('version', old ? 'old' : null)
}

/** v6 writes months as words. Without an offset the router is in the zone the script gave it, the ISP's. */
function clock(
  { date, time, offset }: JoinFacts,
  { now, timezone }: Surroundings
): JoinStep | null {
  if (!date || !time) return null
  const zone = zoneOf(offset) ?? timezone
  const read = SPELLINGS.map((spelling) =>
    DateTime.fromFormat(`${date} ${time}`, spelling, { zone, locale: 'en' })
  ).find((each) => each.isValid)
  if (!read) return null
  return step('time', Math.abs(read.diff(now, 'seconds').seconds) > CLOCK_SECONDS ? 'off' : null)
}

function zoneOf(offset: string | null): string | null {
  if (offset && /^[+-]\d\d:\d\d$/.test(offset)) return `UTC${offset}`
  if (!offset || !/^-?\d{1,5}$/.test(offset)) return null
  const minutes = Math.abs(Math.trunc(Number(offset) / 60))
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const sign = offset.startsWith('-') ? '-' : '+'
  return `UTC${sign}${hours}:${String(rest).padStart(2, '0')}`
}

/** A report from elsewhere on the internet means that RADIUS packets will come from there, too. */
function source({ address, from }: Surroundings): JoinStep | null {
  if (!from || !isPublic(from) || !isPublic(address)) return null
  return step('source', from === address ? null : 'elsewhere')
}

function isPublic(address: string): boolean {
  const own =
    /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
  return isIPv4(address) && !own.test(address)
}

function step(key: string, reason: string | null): JoinStep {
  return { key, state: reason ? 'warned' : 'done', reason }
}

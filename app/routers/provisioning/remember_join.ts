import { isIPv4 } from 'node:net'
import type { DateTime } from 'luxon'
import { Ipv4Network } from '#routers/provisioning/ipv4_network'
import type { JoinReport } from '#routers/provisioning/join_report'
import type Router from '#routers/router'

const HOST_NAME =
  /^(?=.{1,100}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i

/**
 * Puts a report on the router's row. Reports say everything again each time, so
 * one that says less of the same joining came late and is left out.
 *
 * @returns whether this one says for the first time that the joining is through
 */
export function rememberJoin(router: Router, report: JoinReport, now: DateTime): boolean {
  const before = router.joinReport
  const isLate =
    before?.joining === report.joining &&
    before.steps.length > report.steps.length &&
    !report.finished
  if (isLate) return false

  const { version, board, serial } = report.facts
  router.merge({
    joinReport: report,
    ...(version && { routerosVersion: version }),
    ...(board && { boardName: board }),
    ...(serial && { serialNumber: serial }),
  })
  if (!report.finished) return false
  if (hasJoined(report)) router.joinedAt = now
  const link = linkOf(router, report)
  if (link) router.hotspotAddress = link
  const isKnown = before?.joining === report.joining && hasJoined(before)
  return hasJoined(report) && !isKnown
}

/** Somebody can get online: RADIUS is asked, and there is a hotspot that asks it. */
export function hasJoined({ finished, steps }: JoinReport): boolean {
  const done = (key: string) => steps.some((each) => each.key === key && each.state === 'done')
  return finished && done('radius') && done('hotspot')
}

/** What login links of this hotspot begin with: the portal sends login forms nowhere else. */
function linkOf({ joinChoices }: Router, { facts, steps }: JoinReport): string | null {
  const isUp = steps.some(({ key, state }) => key === 'hotspot' && state === 'done')
  if (!isUp) return null
  if (joinChoices?.hotspot === 'new') {
    const network = Ipv4Network.read(joinChoices.network)
    return typeof network === 'string' ? null : network.gateway
  }
  const { link } = facts
  const names = link !== null && link !== '0.0.0.0' && (isIPv4(link) || HOST_NAME.test(link))
  return names ? link : null
}

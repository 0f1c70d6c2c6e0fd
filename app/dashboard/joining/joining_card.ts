import { DateTime } from 'luxon'
import { adviceFor, type Advice } from '#dashboard/joining/joining_advice'
import type { JoinReport, JoinStep } from '#routers/provisioning/join_report'
import Joining from '#routers/provisioning/joining'
import type { JoiningChoices } from '#routers/provisioning/joining_choices'
import { CHOICES_BEFORE, joiningFacts, joiningUrl } from '#routers/provisioning/joining_facts'
import { captiveApiLine } from '#routers/captive/captive_portal'
import { joiningScript } from '#routers/provisioning/joining_script'
import { loginPageLine } from '#routers/provisioning/login_page'
import { pasteLine } from '#routers/provisioning/paste_line'
import { removalScript } from '#routers/provisioning/removal_script'
import { Ipv4Network } from '#routers/provisioning/ipv4_network'
import type Router from '#routers/router'
import { tunnelSteps } from '#routers/tunnels/tunnel_step'
import type Tenant from '#tenancy/models/tenant'

export type CardStep = JoinStep & { advice: Advice | null; name: string | null }

/** Steps that are not for people: the router saying who it is. */
const UNSHOWN = ['facts', 'finished']

/**
 * The joining part of a router's page: what was chosen, the line while it is
 * good, and how far the router got. Call outside the tenant's scope.
 *
 * @param withSecrets whether this operator may see the texts, which hold secrets
 */
export async function joiningCard(tenant: Tenant, router: Router, withSecrets: boolean) {
  const joining = await Joining.query()
    .where({ tenantId: tenant.id, routerId: router.id })
    .where('expires_at', '>', DateTime.utc().toJSDate())
    .first()
  const report = router.joinReport
  const ofThisLine = joining && report && isOf(report, joining)
  const isOpen = joining?.opensScript(new Date()) ?? false

  return {
    choices: fieldsOf(router.joinChoices ?? CHOICES_BEFORE, router),
    line: joining && isOpen && withSecrets ? await textsOf(tenant, router, joining) : null,
    expiresAt: joining?.expiresAt ?? null,
    progress:
      !joining || (ofThisLine && report.finished) ? null : stage(joining, Boolean(ofThisLine)),
    steps: joining && isOpen && !ofThisLine ? [] : stepsOf(router),
    reportedAt: report ? DateTime.fromISO(report.at, { zone: 'utc' }) : null,
    before: report?.facts.called ?? null,
    removal: removalScript(),
  }
}

/** Its own, or what we found out over the API since it was made. */
function isOf(report: JoinReport, { id, createdAt }: Joining): boolean {
  return (
    report.joining === id ||
    (report.joining === null && report.at > (createdAt.toUTC().toISO() ?? ''))
  )
}

function stage(joining: Joining, reported: boolean): 'waiting' | 'fetched' | 'running' {
  if (reported) return 'running'
  return joining.fetchedAt ? 'fetched' : 'waiting'
}

async function textsOf(tenant: Tenant, router: Router, joining: Joining) {
  const url = joiningUrl(tenant, joining)
  const tunnel = await tunnelSteps(tenant.id, router, url)
  const text = (major: 6 | 7) =>
    joiningScript(joiningFacts(tenant, router, joining, major), {
      extra: tunnel(major),
      written: { login: loginPageLine(router.token), api: captiveApiLine(router.token) },
    })
  return { paste: pasteLine((major) => `${url}/${major}.rsc`), text7: text(7), text6: text(6) }
}

function stepsOf({ joinReport, joinChoices, address }: Router): CardStep[] {
  const interfaces = joinChoices?.hotspot === 'new' ? joinChoices.interfaces : []
  const facts = { address, from: joinReport?.from ?? null, choices: joinChoices }
  return (joinReport?.steps ?? [])
    .filter(({ key }) => !UNSHOWN.includes(key))
    .map((step) => ({
      ...step,
      advice: adviceFor(step, facts),
      name: interfaces[Number(/^port(\d+)$/.exec(step.key)?.[1]) - 1] ?? null,
    }))
}

function fieldsOf(choices: JoiningChoices, { hotspotAddress }: Router) {
  const proposed = Ipv4Network.read(`${hotspotAddress}/24`)
  const network = typeof proposed === 'string' ? '10.5.50.1/23' : proposed.address
  return choices.hotspot === 'new'
    ? { ...choices, interfaces: choices.interfaces.join(', '), server: '' }
    : { ...choices, interfaces: '', network }
}

import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { RouterRow } from '#routers/api/command_channel'
import { RouterTrap } from '#routers/api/router_api_errors'
import { withRouterSession, type RouterSession } from '#routers/api/router_session'
import type { JoinFacts, JoinReport, JoinStep } from '#routers/provisioning/join_report'
import { judgeReport } from '#routers/provisioning/judge_report'
import { rememberJoin } from '#routers/provisioning/remember_join'
import { RouterJoined } from '#routers/provisioning/router_joined'
import Router from '#routers/router'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Asks a router over its API how joining went, where its script could not tell:
 * device-mode refuses fetch in many boards' factory state.
 */
@inject()
export class CheckJoining {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @throws RouterApiError when it cannot be asked */
  async execute(tenant: TenantScope, id: number): Promise<JoinReport> {
    const router = await this.tenancy.run(tenant, () => Router.findOrFail(id))
    const told = await withRouterSession(router.apiTarget(tenant.id), look)

    const now = this.clock.now()
    const around = { now, timezone: tenant.timezone, address: router.address, from: null }
    const steps = [...judgeReport(told.facts, around), ...told.steps]
    const finished = ['radius', 'hotspot'].every((key) =>
      steps.some((each) => each.key === key && each.state === 'done')
    )
    const report = { ...told, steps, finished, joining: null, at: now.toISO() ?? '', from: null }
    await this.tenancy.run(tenant, async () => {
      const found = await Router.query().where('id', id).forUpdate().firstOrFail()
      const hasJoined = rememberJoin(found, report, now)
      await found.save()
      if (hasJoined) await RouterJoined.dispatch(id)
    })
    return report
  }
}

async function look(session: RouterSession): Promise<{ facts: JoinFacts; steps: JoinStep[] }> {
  const first = async (menu: string) => {
    const [row] = await rows(session, menu)
    return row
  }
  const resource = await first('/system/resource')
  const board = await first('/system/routerboard')
  const identity = await first('/system/identity')
  const clock = await first('/system/clock')
  const mode = await first('/system/device-mode')
  const incoming = await first('/radius/incoming')
  const radius = await rows(session, '/radius')
  const servers = await rows(session, '/ip/hotspot')
  const profiles = await rows(session, '/ip/hotspot/profile')
  const filters = await rows(session, '/ip/firewall/filter')

  const profile = profiles.find(
    (each) => servers.some((server) => server.profile === each.name) && serves(each)
  )
  return {
    facts: {
      version: resource?.version ?? null,
      board: resource?.['board-name'] ?? null,
      serial: board?.['serial-number'] ?? null,
      called: identity?.name ?? null,
      link: profile?.['dns-name'] || profile?.['hotspot-address'] || null,
      date: clock?.date ?? null,
      time: clock?.time ?? null,
      offset: clock?.['gmt-offset'] ?? null,
    },
    steps: [
      step('allowed', !isNo(mode?.hotspot), 'device_mode'),
      step(
        'radius',
        radius.some((row) => /hotspot/.test(row.service ?? '') && !isYes(row.disabled))
      ),
      step('incoming', isYes(incoming?.accept) && incoming?.port === '3799'),
      step('hotspot', profile !== undefined, servers.length ? undefined : 'missing'),
      ...(filters.some((row) => row.action === 'fasttrack-connection' && !isYes(row.disabled))
        ? [{ key: 'fasttrack', state: 'warned', reason: null } as const]
        : []),
    ],
  }
}

/** Without `mac` the router never tries MAC authentication; without a form method the portal cannot log in. */
function serves(profile: RouterRow): boolean {
  const methods = (profile['login-by'] ?? '').split(',')
  return isYes(profile['use-radius']) && ['mac', 'http-pap'].every((each) => methods.includes(each))
}

function step(key: string, good: boolean, reason?: string): JoinStep {
  return { key, state: good ? 'done' : 'failed', reason: good ? null : (reason ?? null) }
}

const isYes = (value: string | undefined) => value === 'yes' || value === 'true'
const isNo = (value: string | undefined) => value === 'no' || value === 'false'

/** A menu this router does not have, or does not show us, is as empty. */
async function rows(session: RouterSession, menu: string): Promise<RouterRow[]> {
  try {
    return await session.print(menu)
  } catch (error) {
    if (error instanceof RouterTrap) return []
    throw error
  }
}

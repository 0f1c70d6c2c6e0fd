import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { readReport } from '#routers/provisioning/join_report'
import Joining from '#routers/provisioning/joining'
import { judgeReport } from '#routers/provisioning/judge_report'
import { rememberJoin } from '#routers/provisioning/remember_join'
import { RouterJoined } from '#routers/provisioning/router_joined'
import Router from '#routers/router'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Takes what a router's script tells of how it goes. */
@inject()
export class TakeReport {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns whether the token is one of this tenant's that may still report */
  async execute(tenant: TenantScope, token: string, body: string, from: string): Promise<boolean> {
    const joining = await Joining.query().where({ token, tenantId: tenant.id }).first()
    const now = this.clock.now()
    if (!joining?.takesReports(now.toJSDate())) return false

    const told = readReport(body)
    await this.tenancy.run(tenant, async () => {
      const router = await Router.query().where('id', joining.routerId).forUpdate().first()
      if (!router) return
      const around = { now, timezone: tenant.timezone, address: router.address, from }
      const steps = [...judgeReport(told.facts, around), ...told.steps]
      const report = { ...told, steps, joining: joining.id, at: now.toISO() ?? '', from }
      const hasJoined = rememberJoin(router, report, now)
      await router.save()
      if (hasJoined) await RouterJoined.dispatch(router.id)
    })
    const isThrough = told.finished && told.steps.every(({ state }) => state !== 'failed')
    if (isThrough && !joining.finishedAt) await joining.merge({ finishedAt: now }).save()
    return true
  }
}

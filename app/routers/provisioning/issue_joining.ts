import { inject } from '@adonisjs/core'
import { randomBytes } from 'node:crypto'
import { Clock } from '#core/clock'
import Joining from '#routers/provisioning/joining'
import type { JoiningChoices } from '#routers/provisioning/joining_choices'
import Router from '#routers/router'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const LIFE_MINUTES = 60

/** Makes the line by which a router joins. The one before opens nothing any more. */
@inject()
export class IssueJoining {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async execute(tenant: TenantScope, routerId: number, choices: JoiningChoices): Promise<Joining> {
    await this.tenancy.run(tenant, async () => {
      const router = await Router.findOrFail(routerId)
      await router.merge({ joinChoices: choices }).save()
    })
    await Joining.query().where({ tenantId: tenant.id, routerId }).delete()
    return Joining.create({
      token: randomBytes(32).toString('base64url'),
      tenantId: tenant.id,
      routerId,
      expiresAt: this.clock.now().plus({ minutes: LIFE_MINUTES }),
      fetches: 0,
    })
  }
}

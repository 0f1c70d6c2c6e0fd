import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { TellOwners, type LimitLetterKind } from '#platform/billing/letters/tell_owners'
import { SoftLimits, type SoftLimit } from '#platform/plans/soft_limits'
import type Tenant from '#tenancy/models/tenant'
import { planByCode } from '#tenancy/plans/plans'
import { percentOf, stopsAt } from '#tenancy/plans/usage_stage'

/** Below this share of the limit, in per cent, the letters may be sent anew. */
const REARMED = 70

/** From the least to the most. */
const STAGES = ['near', 'over', 'stopped'] as const

/**
 * Writes to owners whose customers or messages come near the limit of their plan, reach it, or pass
 * it so far that something stops. Each once a plan, until the use has fallen well below the limit; of
 * messages, once a month. Whoever jumps over a stage is told of the highest alone.
 */
@inject()
export class TellOfLimits {
  constructor(
    private clock: Clock,
    private softLimits: SoftLimits,
    private tellOwners: TellOwners
  ) {}

  /** @param active how many customers were counted just now */
  async execute(tenant: Tenant, active: number): Promise<void> {
    await this.#tell(tenant, this.softLimits.customers(tenant, active), tenant.plan)
    const month = this.clock.now().setZone(tenant.timezone).toFormat('yyyy-MM')
    await this.#tell(tenant, await this.softLimits.sms(tenant), month)
  }

  /** @param about what a letter is sent once about */
  async #tell(tenant: Tenant, limit: SoftLimit, about: string): Promise<void> {
    const { name, used, allowed, stage } = limit
    if (allowed === null || percentOf(used, allowed) < REARMED) {
      return this.tellOwners.forget(tenant, kindsFrom(limit, 'near'))
    }
    if (stage === 'free') return
    if (await this.tellOwners.hasTold(tenant, kindsFrom(limit, stage), about)) return

    const plan = planByCode(tenant.plan).name
    const data = { plan, used, allowed, stop: stopsAt(allowed) }
    await this.tellOwners.execute(tenant, { kind: `limit.${name}.${stage}`, about, data })
  }
}

/** The letters of a stage and of those beyond it. */
function kindsFrom({ name }: SoftLimit, stage: (typeof STAGES)[number]): LimitLetterKind[] {
  return STAGES.slice(STAGES.indexOf(stage)).map((each) => `limit.${name}.${each}` as const)
}

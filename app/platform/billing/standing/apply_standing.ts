import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import Invoice from '#platform/billing/invoices/invoice'
import { TellOfStop } from '#platform/billing/letters/tell_of_stop'
import { accountOf } from '#platform/billing/standing/account_query'
import { standing, type Standing } from '#platform/billing/standing/standing'
import Subscription from '#platform/billing/subscription/subscription'
import type { Actor } from '#platform/lifecycle/actor'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import { mayBeErased, mayMove } from '#platform/lifecycle/moves'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { GivePaidPlan } from '#platform/plans/give_paid_plan'
import { TENANT_STATUSES, type TenantStatus } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

export const BILLING: Actor = { kind: 'billing', name: 'Billing' }

/** Days for which billing does not worsen what a person of ours has decided. */
const PERSON_HOLDS_DAYS = 7

/** From what an ISP wants to be to what it does not. */
const WORSE: readonly TenantStatus[] = ['trial', 'active', 'past_due', 'read_only', 'suspended']

const CLOSED = TENANT_STATUSES.filter((status) => mayBeErased({ status }))

/** Gives an ISP the plan it pays for and the state it has earned. Its customers are not asked. */
@inject()
export class ApplyStanding {
  constructor(
    private clock: Clock,
    private changeStatus: ChangeStatus,
    private givePaidPlan: GivePaidPlan,
    private tellOfStop: TellOfStop
  ) {}

  async execute(tenantId: number): Promise<void> {
    const tenant = await Tenant.find(tenantId)
    if (!tenant?.isOpen) return

    const subscription = await Subscription.find(tenantId)
    await this.#givePlan(tenantId, subscription)
    await this.#noteEnd(tenant, subscription?.leavesAt ?? null)
    const earned = standing(await accountOf(tenant, subscription), this.clock.now())
    if (earned) await this.#giveState(tenant, earned)
  }

  async #givePlan(tenantId: number, subscription: Subscription | null): Promise<void> {
    const isPaying = ['trialing', 'active', 'past_due'].includes(subscription?.status ?? '')
    const paid = isPaying ? null : await Invoice.inForce(tenantId, this.clock.now())
    const plan = isPaying ? subscription?.plan : paid?.plan
    if (!plan) return
    const reason = paid ? `Invoice ${paid.number}` : 'The subscription'
    await this.givePaidPlan.execute({ tenantId, plan, reason, by: BILLING })
  }

  async #noteEnd(tenant: Tenant, planEndsAt: DateTime | null): Promise<void> {
    if (tenant.planEndsAt?.toMillis() === planEndsAt?.toMillis()) return
    await tenant.merge({ planEndsAt }).save()
  }

  async #giveState(tenant: Tenant, { status, reason }: Standing): Promise<void> {
    const isBack = status === 'trial' && tenant.status !== 'trial'
    const to = isBack && !mayMove(tenant.status, 'trial') ? 'active' : status
    if (to === tenant.status) return this.#tellOfStop(tenant)
    if (!mayMove(tenant.status, to)) return
    if (await this.#isHeldByPerson(tenant, to)) return
    const moved = await this.changeStatus.execute({
      tenantId: tenant.id,
      to,
      reason,
      by: BILLING,
    })
    await this.tellOfStop.execute(moved)
  }

  /** Whoever stopped it may have died before the letter; one is sent once. */
  async #tellOfStop(tenant: Tenant): Promise<void> {
    const last = await lastDecision(tenant.id)
    if (last?.actor === 'billing') await this.tellOfStop.execute(tenant)
  }

  /** Whom one of us stopped, no payment starts again; whom one let go on, goes on for a while. */
  async #isHeldByPerson(tenant: Tenant, to: TenantStatus): Promise<boolean> {
    const last = await lastDecision(tenant.id)
    if (last?.actor !== 'person') return false
    const isBetter = WORSE.indexOf(to) < WORSE.indexOf(tenant.status)
    return isBetter || last.createdAt.plus({ days: PERSON_HOLDS_DAYS }) > this.clock.now()
  }
}

/** Closing, and an owner's way back from it, decide nothing: it is as it was before them. */
function lastDecision(tenantId: number): Promise<TenantEvent | null> {
  return TenantEvent.query()
    .where({ tenantId, kind: 'status' })
    .whereNotIn('after', CLOSED)
    .where((event) => event.whereNot('actor', 'system').orWhereNotIn('before', CLOSED))
    .orderBy('id', 'desc')
    .first()
}

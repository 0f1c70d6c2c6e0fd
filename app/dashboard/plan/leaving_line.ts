import type { DateTime } from 'luxon'
import { dayFor } from '#platform/billing/letters/day_for'
import { GRACE_DAYS } from '#platform/billing/standing/standing'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import type Tenant from '#tenancy/models/tenant'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { planByCode } from '#tenancy/plans/plans'

/** Days before the end from which every page says it. */
const AHEAD_DAYS = 7

/**
 * What stands on top for an ISP that has cancelled: when its plan ends, or ended, and the way back.
 * Nothing failed, and nobody is asked for a payment that is not owed.
 *
 * @returns null where that is not why the ISP is in its state
 */
export function leavingLine(tenant: Tenant, now: DateTime, locale: string) {
  const { banner, dashboard } = stateOf(tenant)
  const endsAt = tenant.planEndsAt
  if (!endsAt) return null

  /** Figures stay Latin, as everywhere on pages. */
  const day = (at: DateTime) => dayFor(tenant, at, `${locale}-u-nu-latn`)
  const values = {
    plan: planByCode(tenant.plan).name,
    date: day(endsAt),
    stops: day(endsAt.plus({ days: GRACE_DAYS })),
  }
  const isOver = endsAt <= now
  if (banner && isOver && dashboard !== 'billing') {
    return line(banner, `leaving.${dashboard}`, values, 'leaving.choose')
  }
  const isNear = !isOver && endsAt <= now.plus({ days: AHEAD_DAYS })
  return !banner && isNear ? line('info', 'leaving.soon', values, 'leaving.stay') : null
}

function line(
  kind: 'info' | 'warning' | 'error',
  key: string,
  values: Record<string, string>,
  action: string
) {
  return { kind, key, values, href: PLAN_PAGE, action }
}

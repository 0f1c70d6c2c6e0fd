import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { ONE_LINE } from '#core/one_line'
import { isTicked } from '#tenancy/http/is_ticked'
import { TENANT_STATUSES } from '#tenancy/lifecycle/tenant_states'
import {
  FEATURES,
  LIMITS,
  PLAN_CODES,
  type FeatureName,
  type PlanLimits,
} from '#tenancy/plans/plans'

/** Why something was done to an ISP: its people and ours read it later. */
export const reason = () => vine.string().trim().minLength(3).maxLength(300).regex(ONE_LINE)

export const reasonValidator = vine.create({ reason: reason() })

export const statusValidator = vine.create({ to: vine.enum(TENANT_STATUSES), reason: reason() })

export const closeValidator = vine.create({ subdomain: vine.string().trim(), reason: reason() })

export const planValidator = vine.create({ plan: vine.enum(PLAN_CODES), reason: reason() })

const count = () => vine.number().withoutDecimals().range([0, 10_000_000]).optional().nullable()

const box = () => vine.accepted().optional()

/** An empty limit is the plan's; a feature that is ticked is there in every plan. */
export const limitsValidator = vine.create({
  routers: count(),
  activeCustomers: count(),
  staff: count(),
  smsPerMonth: count(),
  vouchers: box(),
  accounting: box(),
  smsFailover: box(),
  until: vine
    .date({ formats: ['YYYY-MM-DD'] })
    .optional()
    .nullable(),
  reason: reason(),
})

export function overridesFrom(input: Infer<typeof limitsValidator>): Partial<PlanLimits> {
  return Object.fromEntries(
    LIMITS.flatMap((name) => {
      const value = input[name]
      return value === null || value === undefined ? [] : [[name, value]]
    })
  )
}

export function featuresFrom(input: Infer<typeof limitsValidator>): FeatureName[] {
  return FEATURES.filter((name) => isTicked(input[name]))
}

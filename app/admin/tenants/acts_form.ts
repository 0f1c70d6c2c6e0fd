import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { ONE_LINE } from '#core/one_line'
import { TENANT_STATUSES } from '#tenancy/lifecycle/tenant_states'
import { LIMITS, PLAN_CODES, type PlanLimits } from '#tenancy/plans/plans'

/** Why something was done to an ISP: its people and ours read it later. */
export const reason = () => vine.string().trim().minLength(3).maxLength(300).regex(ONE_LINE)

export const reasonValidator = vine.create({ reason: reason() })

export const statusValidator = vine.create({ to: vine.enum(TENANT_STATUSES), reason: reason() })

export const closeValidator = vine.create({ subdomain: vine.string().trim(), reason: reason() })

export const planValidator = vine.create({ plan: vine.enum(PLAN_CODES), reason: reason() })

const count = () => vine.number().withoutDecimals().range([0, 10_000_000]).optional().nullable()

/** An empty limit is the plan's. */
export const limitsValidator = vine.create({
  routers: count(),
  activeCustomers: count(),
  staff: count(),
  smsPerMonth: count(),
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

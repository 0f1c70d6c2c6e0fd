import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import { after } from './calendar.js'
import { PRORATIONS } from './changes.js'
import { checkTogether } from './checkout_request.js'
import type { Phase, Schedule } from './subscription_records.js'
import type { BillingWorld } from './world.js'

const INTERVALS = ['day', 'week', 'month', 'year'] as const
export const PHASES = [
  'collection_method',
  'duration][interval',
  'duration][interval_count',
  'end_date',
  'items][#][price',
  'items][#][quantity',
  'items][#][metadata][*',
  'metadata][*',
  'proration_behavior',
  'start_date',
  'trial_end',
].map((name) => `phases[#][${name}]`)

/**
 * The phases as they shall be. The one that runs keeps its start, each begins where the one before
 * ends, and only the last may leave its end open, which is one interval then
 * (docs.stripe.com/api/subscription_schedules/update). @throws Refusal
 */
export function parsePhases(
  world: BillingWorld,
  schedule: Schedule,
  params: Params,
  now: number
): Phase[] {
  const rows = params.rows('phases')
  if (rows.length === 0) throw missing('phases')
  const current = schedule.phases.find(({ start, end }) => start <= now && now < end)
  let start = current?.start ?? now
  return rows.map((row, index) => {
    const phase = parsePhase(world, params, row, { start, isLast: index === rows.length - 1 })
    if (index === 0 && phase.start !== start) {
      throw new Refusal('You can not modify the start date of the current phase.', {
        param: `${row}[start_date]`,
      })
    }
    if (phase.end <= Math.max(phase.start, now)) {
      throw new Refusal('A phase must end later than it begins, and not in the past', {
        param: `${row}[end_date]`,
      })
    }
    start = phase.end
    return phase
  })
}

function parsePhase(
  world: BillingWorld,
  params: Params,
  row: string,
  { start, isLast }: { start: number; isLast: boolean }
): Phase {
  const begins = params.integer(`${row}[start_date]`) ?? start
  if (begins !== start) {
    throw new Refusal('Phases must follow each other without a gap', {
      param: `${row}[start_date]`,
    })
  }
  const items = params.rows(`${row}[items]`).map((item) => ({
    price: world.prices.of(params.need(`${item}[price]`), `${item}[price]`),
    quantity: params.integer(`${item}[quantity]`),
    metadata: params.metadata(`${item}[metadata]`),
  }))
  if (items.length === 0) throw missing(`${row}[items]`)
  checkTogether(items.map(({ price }) => price))
  const { interval, count } = items[0]?.price.recurring ?? { interval: 'month', count: 1 }
  const lasts = params.choice(`${row}[duration][interval]`, INTERVALS)
  const end =
    params.integer(`${row}[end_date]`) ??
    (lasts === undefined
      ? undefined
      : after(begins, lasts, params.integer(`${row}[duration][interval_count]`) ?? 1))
  if (end === undefined && !isLast) throw missing(`${row}[end_date]`)
  return {
    start: begins,
    end: end ?? after(begins, interval, count),
    items,
    metadata: params.metadata(`${row}[metadata]`),
    proration: params.choice(`${row}[proration_behavior]`, PRORATIONS) ?? 'create_prorations',
    trialEnd: params.integer(`${row}[trial_end]`) ?? null,
  }
}

import { test } from '@japa/runner'
import { FeatureNotInPlan, PLAN_PAGE } from '#tenancy/plans/errors'
import { featuresLost, hasFeature, requireFeature } from '#tenancy/plans/features'
import {
  allPlans,
  FEATURES,
  plansWith,
  TRIAL_PLAN,
  type FeatureName,
  type PlanCode,
} from '#tenancy/plans/plans'

const tenant = (plan: PlanCode, ...featureGrants: FeatureName[]) => ({ plan, featureGrants })

test.group('Features', () => {
  test('{plan} with {granted} granted has {has}')
    .with([
      { plan: 'starter' as const, granted: [], has: [] },
      { plan: 'starter' as const, granted: ['accounting' as const], has: ['accounting'] },
      { plan: 'growth' as const, granted: [], has: FEATURES },
      { plan: 'growth' as const, granted: ['vouchers' as const], has: FEATURES },
      { plan: 'pro' as const, granted: [], has: FEATURES },
    ])
    .run(({ assert }, { plan, granted, has }) => {
      const present = FEATURES.filter((name) => hasFeature(tenant(plan, ...granted), name))
      assert.deepEqual(present, [...has])
      for (const name of FEATURES) {
        const ask = () => requireFeature(tenant(plan, ...granted), name)
        if (present.includes(name)) assert.doesNotThrow(ask)
        else assert.throws(ask, FeatureNotInPlan)
      }
    })

  test('a refusal names the plan, the feature and the way out', ({ assert }) => {
    const error = new FeatureNotInPlan('starter', 'vouchers')
    for (const told of ['Starter', 'vouchers', PLAN_PAGE]) assert.include(error.message, told)
    assert.deepInclude(
      { ...error },
      { code: 'E_FEATURE_NOT_IN_PLAN', status: 422, plan: 'starter' }
    )
  })

  test('from {from} to {to} with {granted} granted loses {lost}')
    .with([
      { from: 'pro' as const, to: 'growth' as const, granted: [], lost: [] },
      { from: 'growth' as const, to: 'starter' as const, granted: [], lost: FEATURES },
      {
        from: 'growth' as const,
        to: 'starter' as const,
        granted: ['vouchers' as const],
        lost: ['accounting', 'smsFailover'],
      },
      { from: 'starter' as const, to: 'pro' as const, granted: [], lost: [] },
    ])
    .run(({ assert }, { from, to, granted, lost }) => {
      assert.deepEqual(featuresLost(tenant(from, ...granted), to), [...lost])
    })

  test('a larger plan has whatever a smaller one has, and a trial has everything', ({ assert }) => {
    const plans = allPlans()
    for (const [at, plan] of plans.entries()) {
      assert.includeMembers([...plan.features], [...(plans[at - 1]?.features ?? [])])
    }
    for (const name of FEATURES) {
      assert.include(
        plansWith(name).map(({ code }) => code),
        TRIAL_PLAN
      )
    }
  })
})

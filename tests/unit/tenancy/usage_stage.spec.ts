import { test } from '@japa/runner'
import { stageOf, stopsAt } from '#tenancy/plans/usage_stage'

test.group('Stages of a soft limit', () => {
  test('{used} of {allowed} is {stage}')
    .with([
      { used: 0, allowed: 100, stage: 'free' },
      { used: 79, allowed: 100, stage: 'free' },
      { used: 80, allowed: 100, stage: 'near' },
      { used: 99, allowed: 100, stage: 'near' },
      { used: 100, allowed: 100, stage: 'over' },
      { used: 119, allowed: 100, stage: 'over' },
      { used: 120, allowed: 100, stage: 'stopped' },
      { used: 8, allowed: 7, stage: 'over' },
      { used: 9, allowed: 7, stage: 'stopped' },
      { used: 0, allowed: 0, stage: 'free' },
      { used: 1, allowed: 0, stage: 'stopped' },
      { used: 1_000_000, allowed: null, stage: 'free' },
    ] as const)
    .run(({ assert }, { used, allowed, stage }) => {
      assert.equal(stageOf(used, allowed), stage)
    })

  test('what stops at a count of {allowed} is stopped there, and not one before')
    .with([1, 3, 5, 7, 35, 200, 2003, 20_000].map((allowed) => ({ allowed })))
    .run(({ assert }, { allowed }) => {
      assert.equal(stageOf(stopsAt(allowed), allowed), 'stopped')
      assert.notEqual(stageOf(stopsAt(allowed) - 1, allowed), 'stopped')
    })
})

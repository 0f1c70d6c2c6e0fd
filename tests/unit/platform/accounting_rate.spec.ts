import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { accountingAnHour } from '#platform/health/accounting_rate'

const at = DateTime.utc(2026, 3, 1, 12)

test.group('Accounting packets an hour', () => {
  test('{what}')
    .with([
      { what: 'are those since the round before', minutes: 60, before: 100, now: 160, rate: 60 },
      { what: 'are at the pace of five minutes', minutes: 5, before: 100, now: 105, rate: 60 },
      { what: 'are none where none came', minutes: 5, before: 100, now: 100, rate: 0 },
      {
        what: 'are unknown after the counters were lost',
        minutes: 5,
        before: 100,
        now: 7,
        rate: null,
      },
      { what: 'are unknown after a few seconds', minutes: 0.2, before: 100, now: 101, rate: null },
    ])
    .run(({ assert }, { minutes, before, now, rate }) => {
      const earlier = { at: at.minus({ minutes }), total: before }
      assert.equal(accountingAnHour(earlier, { at, total: now }), rate)
    })

  test('are unknown the first time', ({ assert }) => {
    assert.isNull(accountingAnHour(null, { at, total: 5 }))
  })
})

import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { reportPeriod } from '#dashboard/reports/report_period'

/** 23 November in Dhaka already. */
const NOW = DateTime.fromISO('2026-11-22T20:00:00', { zone: 'utc' })

test.group('The period of a report', () => {
  test('{title}')
    .with([
      { title: 'this month up to today', query: {}, from: '2026-11-01', to: '2026-11-23' },
      {
        title: 'the days that are asked for',
        query: { from: '2026-02-03', to: '2026-02-04' },
        from: '2026-02-03',
        to: '2026-02-04',
      },
      {
        title: 'the month of a last day',
        query: { to: '2026-02-14' },
        from: '2026-02-01',
        to: '2026-02-14',
      },
      {
        title: 'one day, when it ends before it begins',
        query: { from: '2026-05-09', to: '2026-05-01' },
        from: '2026-05-01',
        to: '2026-05-01',
      },
      {
        title: 'a leap year at most',
        query: { from: '2019-01-01', to: '2026-12-31' },
        from: '2025-12-31',
        to: '2026-12-31',
      },
      {
        title: 'this month, when the days are none',
        query: { from: '2026-02-31', to: ['x'] },
        from: '2026-11-01',
        to: '2026-11-23',
      },
    ])
    .run(({ assert }, { query, from, to }) => {
      const period = reportPeriod(query, { timezone: 'Asia/Dhaka' }, NOW)
      assert.deepInclude(period, { from, to })
    })

  test('days are the ISP’s, however long: {from} to {to}')
    .with([
      { from: '2026-03-29', to: '2026-03-29', hours: 23 },
      { from: '2026-10-25', to: '2026-10-25', hours: 25 },
      { from: '2026-03-28', to: '2026-03-30', hours: 71 },
    ])
    .run(({ assert }, { hours, ...query }) => {
      const { since, until } = reportPeriod(query, { timezone: 'Europe/London' }, NOW)
      assert.equal((until.getTime() - since.getTime()) / 3_600_000, hours)
    })
})

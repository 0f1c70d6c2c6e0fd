import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { endOf, type Validity } from '#hotspot/activation/validity'

/** Zones whose clocks change at midnight or by half an hour among them. */
const ZONES = [
  'UTC',
  'Asia/Dhaka',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]

const zone = fc.constantFrom(...ZONES)
const moment = fc
  .integer({ min: Date.UTC(2012, 1, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
  .map((seconds) => DateTime.fromSeconds(seconds, { zone: 'utc' }))
const seconds = fc.integer({ min: 1, max: 400 * 24 * 60 }).map((minutes) => minutes * 60)
const months = fc.integer({ min: 1, max: 24 })

const validity: fc.Arbitrary<Validity> = fc.oneof(
  fc.record({
    validitySeconds: seconds,
    validityMonths: fc.constant(null),
    untilMidnight: fc.boolean(),
  }),
  fc.record({
    validitySeconds: fc.constant(30 * 86_400),
    validityMonths: months,
    untilMidnight: fc.boolean(),
  })
)

const RUNS = { numRuns: 1000 }

function rolling(validitySeconds: number): Validity {
  return { validitySeconds, validityMonths: null, untilMidnight: false }
}

function monthly(validityMonths: number, untilMidnight = false): Validity {
  return { validitySeconds: validityMonths * 30 * 86_400, validityMonths, untilMidnight }
}

test.group('Validity', () => {
  test('it ends after it began, in UTC', ({ assert }) => {
    fc.assert(
      fc.property(validity, moment, zone, (terms, from, name) => {
        const end = endOf(terms, from, name)
        assert.equal(end.zoneName, 'UTC')
        assert.isAbove(end.toMillis(), from.toMillis())
      }),
      RUNS
    )
  })

  test('who begins later does not end earlier', ({ assert }) => {
    fc.assert(
      fc.property(validity, moment, fc.nat(3 * 86_400), zone, (terms, from, wait, name) => {
        const [first, second] = [
          endOf(terms, from, name).setZone(name),
          endOf(terms, from.plus({ seconds: wait }), name).setZone(name),
        ]
        /** 30 and 31 January are both 28 February, each at its own hour: months go by the day. */
        const byDay = terms.validityMonths !== null
        assert.isTrue(byDay ? second.startOf('day') >= first.startOf('day') : second >= first)
      }),
      RUNS
    )
  })

  test('minutes, hours and days are as long as they are, whatever the clocks do', ({ assert }) => {
    fc.assert(
      fc.property(seconds, moment, zone, (length, from, name) => {
        assert.equal(endOf(rolling(length), from, name).diff(from).as('seconds'), length)
      }),
      RUNS
    )
  })

  test('a month ends at the same time of the same day, or on the last day there is', ({
    assert,
  }) => {
    fc.assert(
      fc.property(months, moment, zone, (count, from, name) => {
        const start = from.setZone(name)
        const end = endOf(monthly(count), from, name).setZone(name)
        const month = start.startOf('month').plus({ months: count })
        assert.equal(end.startOf('month').toISODate(), month.toISODate())
        assert.equal(end.day, Math.min(start.day, month.daysInMonth ?? 0))
      }),
      RUNS
    )
  })

  test('to the end of the day is the last second of a day of the tenant’s', ({ assert }) => {
    fc.assert(
      fc.property(validity, moment, zone, (terms, from, name) => {
        const end = endOf({ ...terms, untilMidnight: true }, from, name).setZone(name)
        const next = end.plus({ seconds: 1 })
        assert.equal(next.toMillis(), next.startOf('day').toMillis())
        const plain = endOf({ ...terms, untilMidnight: false }, from, name)
        assert.isAtLeast(end.toMillis(), plain.toMillis() - 1000)
      }),
      RUNS
    )
  })

  test('{from} and {what} in {zone} is {end}')
    .with([
      {
        from: '2026-01-31T10:00',
        what: 'a month',
        terms: monthly(1),
        zone: 'Asia/Dhaka',
        end: '2026-02-28T10:00:00',
      },
      {
        from: '2028-01-31T10:00',
        what: 'a month',
        terms: monthly(1),
        zone: 'Asia/Dhaka',
        end: '2028-02-29T10:00:00',
      },
      {
        from: '2026-08-31T10:00',
        what: 'six months',
        terms: monthly(6),
        zone: 'Asia/Dhaka',
        end: '2027-02-28T10:00:00',
      },
      {
        from: '2026-01-31T10:00',
        what: 'a month to midnight',
        terms: monthly(1, true),
        zone: 'Asia/Dhaka',
        end: '2026-02-28T23:59:59',
      },
      {
        from: '2026-10-25T00:30',
        what: 'a day',
        terms: rolling(86_400),
        zone: 'Europe/Berlin',
        end: '2026-10-25T23:30:00',
      },
      {
        from: '2026-03-28T12:00',
        what: 'a day',
        terms: rolling(86_400),
        zone: 'Europe/Berlin',
        end: '2026-03-29T13:00:00',
      },
      {
        from: '2026-03-15T02:30',
        what: 'a month',
        terms: monthly(1),
        zone: 'Europe/Berlin',
        end: '2026-04-15T02:30:00',
      },
      {
        from: '2026-11-22T10:00',
        what: 'an hour to midnight',
        terms: { ...rolling(3600), untilMidnight: true },
        zone: 'Asia/Dhaka',
        end: '2026-11-22T23:59:59',
      },
      {
        from: '2026-11-22T10:00',
        what: 'a day to midnight',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'Asia/Dhaka',
        end: '2026-11-23T23:59:59',
      },
      {
        from: '2026-11-22T00:00',
        what: 'a day to midnight',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'Asia/Dhaka',
        end: '2026-11-22T23:59:59',
      },
      {
        from: '2026-11-22T23:59:59',
        what: 'a day to midnight',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'Asia/Dhaka',
        end: '2026-11-23T23:59:59',
      },
    ])
    .run(({ assert }, { from, terms, zone: name, end }) => {
      const start = DateTime.fromISO(from, { zone: name }).toUTC()
      assert.equal(endOf(terms, start, name).setZone(name).toFormat("yyyy-MM-dd'T'HH:mm:ss"), end)
    })
})

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

/** The moments of 2018 to 2028 at which clocks change, found by days and then by seconds. */
function changesIn(name: string): DateTime[] {
  const days = Array.from({ length: 11 * 365 }, (_, day) =>
    DateTime.utc(2018).plus({ days: day }).setZone(name)
  )
  return days.flatMap((day, index) => {
    const next = days[index + 1]
    if (!next || next.offset === day.offset) return []
    let [before, after] = [day.toSeconds(), next.toSeconds()]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      const at = DateTime.fromSeconds(middle, { zone: name })
      if (at.offset === day.offset) before = middle
      else after = middle
    }
    return DateTime.fromSeconds(after, { zone: 'utc' })
  })
}

/** Moments within two hours of a change of clocks, by which a rule is most easily broken. */
const aroundChanges = fc
  .constantFrom(...ZONES.flatMap((name) => changesIn(name).map((change) => ({ name, change }))))
  .chain(({ name, change }) =>
    fc
      .integer({ min: -7200, max: 7200 })
      .map((away) => ({ name, from: change.plus({ seconds: away }) }))
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
          endOf(terms, from, name),
          endOf(terms, from.plus({ seconds: wait }), name),
        ]
        assert.isAtLeast(second.toMillis(), first.toMillis())
      }),
      RUNS
    )
  })

  test('who begins later does not end earlier, however near to a change of clocks', ({
    assert,
  }) => {
    fc.assert(
      fc.property(validity, aroundChanges, fc.nat(4 * 3600), (terms, { from, name }, wait) => {
        const later = from.plus({ seconds: wait })
        assert.isAtLeast(endOf(terms, later, name).toMillis(), endOf(terms, from, name).toMillis())
      }),
      RUNS
    )
  })

  test('months bought one after the other are the months bought at once', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.array(months, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        moment,
        zone,
        (counts, untilMidnight, from, name) => {
          let end = endOf(monthly(counts[0] ?? 1, untilMidnight), from, name)
          for (const count of counts.slice(1)) {
            end = endOf(monthly(count, untilMidnight), end, name, from)
          }
          const together = counts.reduce((sum, count) => sum + count)
          assert.equal(end.toISO(), endOf(monthly(together, untilMidnight), from, name).toISO())
        }
      ),
      RUNS
    )
  })

  test('time that is added goes on from the end, whatever was there before', ({ assert }) => {
    fc.assert(
      fc.property(validity, validity, moment, zone, (had, added, from, name) => {
        const end = endOf(had, from, name)
        const later = endOf(added, end, name, from)
        assert.isAbove(later.toMillis(), end.toMillis())
        /** Never less than from the end alone: a month that was cut short is made up for. */
        assert.isAtLeast(later.toMillis(), endOf(added, end, name).toMillis() - 1000)
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
        const plain = endOf({ ...terms, untilMidnight: false }, from, name).setZone(name)
        /** A day is the tenant's: where clocks change it is as much as an hour or two shorter. */
        const shorter = Math.max(0, plain.offset - from.setZone(name).offset)
        assert.isAtLeast(end.toMillis(), plain.minus({ minutes: shorter, seconds: 1 }).toMillis())
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
        end: '2026-02-28T23:59:59',
      },
      {
        from: '2028-01-31T10:00',
        what: 'a month',
        terms: monthly(1),
        zone: 'Asia/Dhaka',
        end: '2028-02-29T23:59:59',
      },
      {
        from: '2026-08-31T10:00',
        what: 'six months',
        terms: monthly(6),
        zone: 'Asia/Dhaka',
        end: '2027-02-28T23:59:59',
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
        from: '2026-01-28T10:00',
        what: 'a month',
        terms: monthly(1),
        zone: 'Asia/Dhaka',
        end: '2026-02-28T10:00:00',
      },
      {
        from: '2026-02-08T02:30',
        what: 'a month to an hour that clocks leave out',
        terms: monthly(1),
        zone: 'America/New_York',
        end: '2026-03-08T03:00:00',
      },
      {
        from: '2026-03-07T23:30',
        what: 'a day to midnight, of 23 hours',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'America/New_York',
        end: '2026-03-08T23:59:59',
      },
      {
        from: '2026-03-29T00:00',
        what: 'a day to midnight, of 23 hours',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'Europe/London',
        end: '2026-03-29T23:59:59',
      },
      {
        from: '2026-10-25T00:00',
        what: 'a day to midnight, of 25 hours',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'Europe/London',
        end: '2026-10-25T23:59:59',
      },
      {
        from: '2026-11-01T00:30',
        what: 'a day to midnight, begun on a day of 25 hours',
        terms: { ...rolling(86_400), untilMidnight: true },
        zone: 'America/New_York',
        end: '2026-11-02T23:59:59',
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

  test('a month from 31 January, and each added to it, ends on {ends}')
    .with([
      {
        ends: '28 Feb, 31 Mar, 30 Apr, 31 May',
        untilMidnight: false,
        times: '23:59 10:00 23:59 10:00',
      },
      {
        ends: '28 Feb, 31 Mar, 30 Apr, 31 May',
        untilMidnight: true,
        times: '23:59 23:59 23:59 23:59',
      },
    ])
    .run(({ assert }, { ends, untilMidnight, times }) => {
      const begun = DateTime.fromISO('2026-01-31T10:00', { zone: 'Europe/London' })
      const found: DateTime[] = []
      while (found.length < 4) {
        const end = endOf(monthly(1, untilMidnight), found.at(-1) ?? begun, 'Europe/London', begun)
        found.push(end.setZone('Europe/London'))
      }
      assert.equal(found.map((end) => end.toFormat('d LLL')).join(', '), ends)
      assert.equal(found.map((end) => end.toFormat('HH:mm')).join(' '), times)
    })

  test('a week added to a month is a week, and the next month goes on from there', ({ assert }) => {
    const begun = DateTime.fromISO('2026-01-31T10:00Z').toUTC()
    const month = endOf(monthly(1), begun, 'Asia/Dhaka')
    const week = endOf(rolling(7 * 86_400), month, 'Asia/Dhaka', begun)
    assert.equal(week.diff(month).as('days'), 7)
    assert.equal(
      endOf(monthly(1), week, 'Asia/Dhaka', begun).toISO(),
      week.plus({ months: 1 }).toISO()
    )
  })
})

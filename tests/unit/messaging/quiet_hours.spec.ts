import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { quietHours, quietUntil, quietVerdict, type QuietHours } from '#messaging/quiet_hours'
import { schemaName } from '#tenancy/schema_name'
import type { TenantScope } from '#tenancy/tenancy'

const NIGHT: QuietHours = { from: '22:00', to: '08:00', answersGo: false }

/** When an SMS of no urgency goes, by the clock on the wall; "now" when it does at once. */
function goes(now: string, quiet: QuietHours, zone: string): string {
  const until = quietUntil(quiet, 'news', DateTime.fromISO(now, { zone }), zone)
  return until?.setZone(zone).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? 'now'
}

test.group('Quiet hours', () => {
  test('{now} in {zone} with {quiet.from}–{quiet.to}: {then}')
    .with(
      [
        { now: '2026-03-05T21:59:59', then: 'now' },
        { now: '2026-03-05T22:00', then: '2026-03-06T08:00+06:00' },
        { now: '2026-03-05T23:59:59', then: '2026-03-06T08:00+06:00' },
        { now: '2026-03-06T00:00', then: '2026-03-06T08:00+06:00' },
        { now: '2026-03-06T07:59:59', then: '2026-03-06T08:00+06:00' },
        { now: '2026-03-06T08:00', then: 'now' },
        {
          now: '2026-03-06T13:30',
          quiet: { ...NIGHT, from: '13:00', to: '14:00' },
          then: '2026-03-06T14:00+06:00',
        },
        { now: '2026-03-06T12:00', quiet: { ...NIGHT, from: '12:00', to: '12:00' }, then: 'now' },
        {
          now: '2026-03-28T23:00',
          zone: 'Europe/Berlin',
          then: '2026-03-29T08:00+02:00',
        },
        {
          now: '2026-10-24T23:00',
          zone: 'Europe/Berlin',
          then: '2026-10-25T08:00+01:00',
        },
        {
          now: '2026-03-29T01:30',
          zone: 'Europe/Berlin',
          quiet: { ...NIGHT, to: '02:30' },
          then: '2026-03-29T03:00+02:00',
        },
      ].map((row) => ({ quiet: NIGHT, zone: 'Asia/Dhaka', ...row }))
    )
    .run(({ assert }, { now, quiet, zone, then }) => assert.equal(goes(now, quiet, zone), then))

  test('at their end they are over, and no wait is longer than a day of any length', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
    const zones = fc.constantFrom(
      'Asia/Dhaka',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe'
    )
    const moments = fc.integer({ min: 1_767_225_600, max: 1_798_761_600 })
    fc.assert(
      fc.property(time, time, zones, moments, (from, to, zone, seconds) => {
        const quiet = { from, to, answersGo: false }
        const now = DateTime.fromSeconds(seconds, { zone: 'utc' })
        const until = quietUntil(quiet, 'news', now, zone)
        if (until === null) return true
        return (
          until > now &&
          until.diff(now).as('hours') <= 25 &&
          quietUntil(quiet, 'news', until, zone) === null
        )
      }),
      { numRuns: 500 }
    )
  })

  test('{urgency}, answers go: {answersGo} → {waits}')
    .with([
      { urgency: 'code' as const, answersGo: false, waits: false },
      { urgency: 'staff' as const, answersGo: false, waits: false },
      { urgency: 'answer' as const, answersGo: false, waits: true },
      { urgency: 'answer' as const, answersGo: true, waits: false },
      { urgency: 'news' as const, answersGo: true, waits: true },
    ])
    .run(({ assert }, { urgency, answersGo, waits }) => {
      const midnight = DateTime.fromISO('2026-03-06T00:00', { zone: 'Asia/Dhaka' })
      assert.equal(
        quietUntil({ ...NIGHT, answersGo }, urgency, midnight, 'Asia/Dhaka') !== null,
        waits
      )
    })

  test('what nobody needs at their end is dropped', ({ assert }) => {
    const now = DateTime.fromISO('2026-03-06T07:00', { zone: 'Asia/Dhaka' })
    const tenant: TenantScope = {
      id: 1,
      schema: schemaName('t_aaaaaaaaaaaa'),
      slug: 'x',
      name: 'x',
      country: 'BD',
      currency: 'BDT',
      timezone: 'Asia/Dhaka',
      locale: 'en',
      settings: { smsQuiet: NIGHT },
      status: 'active',
      plan: 'growth',
      limitOverrides: {},
      featureGrants: [],
      activeCustomers: 0,
    }
    const verdict = (useful: DateTime | null) => quietVerdict(tenant, 'suspended', now, useful)
    assert.equal(verdict(now.plus({ hours: 1 })), 'dropped')
    assert.notEqual(verdict(now.plus({ hours: 1, seconds: 1 })), 'dropped')
    assert.notEqual(verdict(null), 'dropped')
    assert.isNull(quietVerdict(tenant, 'otp', now, now))
  })

  test('settings that make no sense are no quiet hours: {smsQuiet}')
    .with([
      { smsQuiet: undefined },
      { smsQuiet: null },
      { smsQuiet: 'night' },
      { smsQuiet: { from: '22:00' } },
      { smsQuiet: { from: '22:00', to: '24:00' } },
    ])
    .run(({ assert }, settings) => {
      const { from, to } = quietHours({ settings })
      assert.equal(from, to)
    })
})

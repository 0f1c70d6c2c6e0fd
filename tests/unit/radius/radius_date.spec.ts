import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { radiusDate } from '#radius/radius_rows'

test.group('The date in Expiration', () => {
  test('{iso} is {text}')
    .with([
      { iso: '2026-06-07T23:59:59.999Z', text: '07 Jun 2026 23:59:59' },
      { iso: '2026-06-08T05:59:59+06:00', text: '07 Jun 2026 23:59:59' },
      { iso: '2028-02-29T00:00:00Z', text: '29 Feb 2028 00:00:00' },
      { iso: '2026-12-31T19:30:00-05:00', text: '01 Jan 2027 00:30:00' },
    ])
    .run(({ assert }, { iso, text }) => {
      for (const locale of ['en', 'bn', 'fr']) {
        assert.equal(radiusDate(DateTime.fromISO(iso, { setZone: true, locale })), text)
      }
    })
})

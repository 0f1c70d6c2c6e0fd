import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { gigabytes, octets } from '#core/octets'
import { takeBack } from '#hotspot/refunds/take_back'

const NOW = DateTime.utc(2026, 6, 10, 12)
const DAY = 86_400
const bought = { seconds: 30 * DAY, octets: gigabytes(10) }
const running = {
  expiresAt: NOW.plus({ days: 20 }),
  octetsLimit: gigabytes(10),
  octetsUsed: gigabytes(2),
}

test.group('What a refund takes back', () => {
  test('{title}')
    .with([
      { title: 'keeping takes nothing', effect: 'keep', refunded: 100, days: 20, left: 10 },
      { title: 'a tenth takes a tenth', effect: 'shorten', refunded: 10, days: 17, left: 9 },
      { title: 'forty of a hundred', effect: 'shorten', refunded: 40, days: 8, left: 6 },
    ] as const)
    .run(({ assert }, { effect, refunded, days, left }) => {
      const part = { refundedMinor: refunded * 100, paidMinor: 10_000 }
      const { expiresAt, octetsLimit, outcome } = takeBack(effect, running, bought, part, NOW)
      assert.equal(expiresAt.diff(NOW).as('days'), days)
      assert.equal(octetsLimit, gigabytes(left))
      assert.equal(outcome, effect === 'keep' ? 'kept' : 'shortened')
    })

  test('{title} is over now')
    .with([
      { title: 'ended', effect: 'end', refunded: 1, used: 0 },
      { title: 'less time left than goes', effect: 'shorten', refunded: 67, used: 0 },
      { title: 'more data used than stays', effect: 'shorten', refunded: 30, used: 7 },
      { title: 'all of it given back', effect: 'shorten', refunded: 100, used: 0 },
    ] as const)
    .run(({ assert }, { effect, refunded, used }) => {
      const part = { refundedMinor: refunded, paidMinor: 100 }
      const now = { ...running, octetsUsed: gigabytes(used) }
      const left = takeBack(effect, now, bought, part, NOW)
      assert.equal(left.outcome, 'ended')
      assert.equal(+left.expiresAt, +NOW)
    })

  test('unlimited data stays unlimited', ({ assert }) => {
    const unlimited = { ...running, octetsLimit: null }
    const part = { refundedMinor: 10, paidMinor: 100 }
    const { octetsLimit, outcome, takes } = takeBack('shorten', unlimited, bought, part, NOW)
    assert.deepEqual([octetsLimit, outcome, takes.octets], [null, 'shortened', null])
  })

  test('parts never take more than the whole', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 }),
        (seconds, parts) => {
          const paidMinor = parts.reduce((sum, part) => sum + part, 0)
          const share = { seconds, octets: octets(seconds) }
          const taken = parts.map(
            (refundedMinor) =>
              takeBack('shorten', running, share, { refundedMinor, paidMinor }, NOW).takes
          )
          const time = taken.reduce((sum, part) => sum + part.seconds, 0)
          const data = taken.reduce((sum, part) => sum + (part.octets ?? 0n), 0n)
          assert.isAtMost(time, seconds)
          assert.isTrue(data <= BigInt(seconds))
        }
      )
    )
  })
})

import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { retryIn, type SmsRefusal } from '#messaging/delivery/retry_plan'
import type { SmsReason } from '#messaging/gateways/contract'

const NOW = DateTime.utc(2026, 6, 7, 12)

function refused(reason: SmsReason, retryableElsewhere = reason !== 'bad_number'): SmsRefusal {
  return { outcome: 'refused', reason, detail: '', retryableElsewhere, evidence: [] }
}

function plan(reasons: readonly SmsReason[], attempts = 1, worthSeconds = 300): number | null {
  const until = NOW.plus({ seconds: worthSeconds })
  return retryIn(
    reasons.map((reason) => refused(reason)),
    attempts,
    NOW,
    until
  )
}

test.group('Messaging | When a refused message is tried again', () => {
  test('refused for {reasons}: in {pause} s')
    .with([
      { reasons: ['unreachable'], pause: 5 },
      { reasons: ['no_balance', 'bad_sender'], pause: 5 },
      { reasons: ['gateway_error', 'unreachable'], pause: 5 },
      { reasons: ['bad_sender', 'bad_credentials'], pause: null },
      { reasons: ['address_not_allowed'], pause: null },
      { reasons: ['unreachable', 'bad_number'], pause: null },
    ] as const)
    .run(({ assert }, { reasons, pause }) => {
      assert.equal(plan(reasons), pause)
    })

  test('each pause is twice the last, a quarter of an hour at most', ({ assert }) => {
    const day = 86_400
    const pauses = [1, 2, 3, 6, 8, 9, 40].map((attempt) => plan(['unreachable'], attempt, day))
    assert.deepEqual(pauses, [5, 10, 20, 160, 640, 900, 900])
  })

  test('never when it would be of no use any more', ({ assert }) => {
    assert.equal(plan(['unreachable'], 1, 6), 5)
    assert.isNull(plan(['unreachable'], 1, 5))
    assert.isNull(plan(['unreachable'], 7, 300))
  })
})

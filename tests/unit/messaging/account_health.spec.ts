import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { healthAfter, isNews, isOnProbation } from '#messaging/delivery/account_health'
import type { SmsOutcome, SmsReason } from '#messaging/gateways/contract'

const NOW: DateTime = DateTime.utc(2026, 6, 7, 12)
const FRESH = {
  failures: 0,
  restsUntil: null,
  lastOutcome: null,
  lastReason: null,
  lastTriedAt: null,
}
const ACCEPTED: SmsOutcome = { outcome: 'accepted', evidence: [] }

function refused(reason: SmsReason): SmsOutcome {
  return { outcome: 'refused', reason, detail: '', retryableElsewhere: true, evidence: [] }
}

/** The health after so many refusals, each as soon as the rest before it is over. */
function afterRefusals(times: number, reason: SmsReason = 'unreachable') {
  let [health, now] = [healthAfter(FRESH, refused(reason), NOW), NOW]
  for (let n = 1; n < times; n++) {
    now = health.restsUntil ?? now
    health = healthAfter(health, refused(reason), now)
  }
  return { health, restSeconds: health.restsUntil?.diff(now).as('seconds') ?? 0 }
}

test.group('Messaging | How an account fares', () => {
  test('{times} refusals in a row earn {rest} s of rest')
    .with([
      { times: 1, rest: 0 },
      { times: 2, rest: 0 },
      { times: 3, rest: 60 },
      { times: 4, rest: 120 },
      { times: 6, rest: 480 },
      { times: 12, rest: 900 },
    ])
    .run(({ assert }, { times, rest }) => {
      assert.equal(afterRefusals(times).restSeconds, rest)
    })

  test('what was under way together does not lengthen the rest', ({ assert }) => {
    const { health } = afterRefusals(3)
    const more = healthAfter(health, refused('unreachable'), NOW.plus({ seconds: 1 }))
    assert.equal(more.failures, 3)
    assert.equal(more.restsUntil, health.restsUntil)
  })

  test('after a rest one message finds out, and its refusal counts', ({ assert }) => {
    const { health } = afterRefusals(3)
    const over = health.restsUntil ?? NOW
    assert.isFalse(isOnProbation(health, NOW))
    assert.isTrue(isOnProbation(health, over))
    const probing = { ...health, restsUntil: over.plus({ seconds: 30 }) }
    assert.equal(healthAfter(probing, refused('unreachable'), over).failures, 3)
    assert.equal(healthAfter(probing, refused('unreachable'), over, true).failures, 4)
  })

  test('{reason} is no trouble of the account’s')
    .with([
      { reason: 'bad_number' },
      { reason: 'bad_message' },
      { reason: 'unsupported_destination' },
    ] as const)
    .run(({ assert }, { reason }) => {
      assert.deepInclude(afterRefusals(9, reason).health, { failures: 0, restsUntil: null })
    })

  test('no answer counts, though the message may have gone', ({ assert }) => {
    const silence: SmsOutcome = {
      outcome: 'unknown',
      reason: 'no_answer',
      detail: '',
      evidence: [],
    }
    assert.equal(healthAfter(FRESH, silence, NOW).failures, 1)
  })

  test('one message that is taken makes it well', ({ assert }) => {
    const well = healthAfter(afterRefusals(5).health, ACCEPTED, NOW)
    assert.deepInclude(well, { failures: 0, restsUntil: null, lastOutcome: 'accepted' })
  })

  test('that all goes on well is written down now and then only', ({ assert }) => {
    const well = healthAfter(FRESH, ACCEPTED, NOW)
    assert.isTrue(isNews(FRESH, ACCEPTED, NOW))
    assert.isFalse(isNews(well, ACCEPTED, NOW.plus({ seconds: 30 })))
    assert.isTrue(isNews(well, ACCEPTED, NOW.plus({ seconds: 31 })))
    assert.isTrue(isNews(well, refused('unreachable'), NOW))
  })
})

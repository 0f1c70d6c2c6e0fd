import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { paymentGatewayDrivers } from '#payments/gateways/registry'
import { isGivenUp, secondsToNextCheck } from '#payments/intents/check_schedule'

const HINT = { method: 'GET', query: {}, headers: {}, rawBody: '' }

test.group('When a gateway is asked again about a payment', () => {
  test('{name} is asked at the seconds it names, and then by its last gap')
    .with(paymentGatewayDrivers.map(({ name, queryAfterSeconds }) => ({ name, queryAfterSeconds })))
    .run(({ assert }, { name: gateway, queryAfterSeconds }) => {
      let at = queryAfterSeconds[0] ?? 0
      const asked = [at]
      for (let checks = 0; checks < queryAfterSeconds.length; checks++) {
        at += secondsToNextCheck({ gateway, checks, callbackHint: null })
        asked.push(at)
      }
      const [last = 0, before = 0] = queryAfterSeconds.toReversed()
      assert.deepEqual(asked, [...queryAfterSeconds, 2 * last - before])
    })

  test('M-Pesa is asked at 15, 30, 60 and 120 seconds', ({ assert }) => {
    const mpesa = paymentGatewayDrivers.find(({ name }) => name === 'mpesa')
    assert.deepEqual(mpesa?.queryAfterSeconds.slice(0, 4), [15, 30, 60, 120])
  })

  test('somebody who waits for the answer is not kept waiting long', ({ assert }) => {
    const gaps = [0, 1, 2, 3].map((checks) =>
      secondsToNextCheck({ gateway: 'bkash', checks, callbackHint: HINT })
    )
    assert.deepEqual(gaps, [5, 10, 20, 40])
  })

  test('“not paid” is believed a day after the end, silence is not for a week', ({ assert }) => {
    const expiresAt = DateTime.utc(2026, 6, 1)
    const after = (days: number) => expiresAt.plus({ days, seconds: 1 })
    assert.isFalse(isGivenUp({ expiresAt }, 'pending', expiresAt.plus({ hours: 23 })))
    assert.isTrue(isGivenUp({ expiresAt }, 'pending', after(1)))
    assert.isFalse(isGivenUp({ expiresAt }, 'unknown', after(6)))
    assert.isTrue(isGivenUp({ expiresAt }, 'unknown', after(7)))
  })
})

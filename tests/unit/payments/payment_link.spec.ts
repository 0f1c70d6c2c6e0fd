import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { LINK_HOURS, paymentLinkToken, readPaymentLink } from '#payments/intents/payment_link'

const NOW = DateTime.fromISO('2026-03-01T12:00:00Z')
const ids = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

test.group('The token of a payment link', () => {
  test('leads to its payment, at its tenant, until its time is over', ({ assert }) => {
    fc.assert(
      fc.property(ids, ids, (tenant, intent) => {
        const token = paymentLinkToken(tenant, intent, NOW)
        assert.equal(readPaymentLink(tenant, token, NOW), intent)
        assert.equal(readPaymentLink(tenant, token, NOW.plus({ hours: LINK_HOURS })), null)
        assert.isNull(readPaymentLink(tenant === 1 ? 2 : tenant - 1, token, NOW))
      })
    )
  })

  test('no character of it can be changed', ({ assert }) => {
    const token = paymentLinkToken(7, 4711, NOW)
    for (const [place, character] of [...token].entries()) {
      const other = character === '0' ? '1' : '0'
      const forged = token.slice(0, place) + other + token.slice(place + 1)
      assert.isNull(readPaymentLink(7, forged, NOW), forged)
    }
  })

  test('whatever else is written is no token', ({ assert }) => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.isNull(readPaymentLink(7, text, NOW))
      })
    )
    assert.isNull(readPaymentLink(7, `${paymentLinkToken(7, 1, NOW)}0`, NOW))
  })

  test('with a host and a language it leaves room in an SMS', ({ assert }) => {
    assert.isAtMost(paymentLinkToken(99_999, 9_999_999_999, NOW).length, 36)
  })
})

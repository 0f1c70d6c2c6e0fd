import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { HttpAnswer } from '#core/http/outbound_answer'
import { readSession, readStripe } from '#payments/gateways/stripe/answers'
import { saysCancelled, sessionRequest } from '#payments/gateways/stripe/session_request'
import { readEvent } from '#payments/gateways/stripe/webhook'
import { context, START } from '../gateway_context.js'

const SECRET = 'whsec_now'
const NOW = Math.floor(START.toSeconds())
const BODY = JSON.stringify({
  id: 'evt_1',
  data: { object: { object: 'checkout.session', id: 'cs_1', client_reference_id: 'INV1' } },
})
const digest = (secret: string, at: number) =>
  createHmac('sha256', secret).update(`${at}.${BODY}`).digest('hex')
const arrived = (signature: string, rawBody = BODY) => ({
  method: 'POST',
  query: {},
  headers: { 'stripe-signature': signature },
  rawBody,
})
const read = (signature: string, rawBody?: string) =>
  readEvent(arrived(signature, rawBody), [SECRET, 'whsec_before'], START)

test.group('Stripe | Events', () => {
  test('one signed now names its session', ({ assert }) => {
    assert.deepEqual(read(`t=${NOW},v1=${digest(SECRET, NOW)}`), {
      authentic: true,
      eventId: 'evt_1',
      gatewayReference: 'cs_1',
      reference: 'INV1',
    })
  })

  test('while a secret rolls, one of two signatures is enough', ({ assert }) => {
    const other = digest('whsec_future', NOW)
    assert.isTrue(read(`t=${NOW},v1=${other},v1=${digest('whsec_before', NOW)}`).authentic)
    assert.isFalse(read(`t=${NOW},v1=${other},v0=${digest(SECRET, NOW)}`).authentic)
  })

  test('{age} seconds old: {believed}')
    .with([
      { age: 300, believed: true },
      { age: 301, believed: false },
      { age: -300, believed: true },
      { age: -301, believed: false },
    ])
    .run(({ assert }, { age, believed }) => {
      const at = NOW - age
      assert.equal(read(`t=${at},v1=${digest(SECRET, at)}`).authentic, believed)
    })

  test('the time is signed, and so is every octet of the body', ({ assert }) => {
    const signature = digest(SECRET, NOW)
    assert.isFalse(read(`t=${NOW - 1},v1=${signature}`).authentic)
    assert.isFalse(read(`t=${NOW},v1=${signature}`, `${BODY} `).authentic)
    for (const header of ['', 't=', `v1=${signature}`, `t=x,v1=${signature}`, 'nonsense']) {
      assert.isFalse(read(header).authentic)
    }
    const hint = arrived(`t=${NOW},v1=${signature}`)
    assert.isFalse(readEvent(hint, [undefined, ''], START).authentic)
  })
})

test.group('Stripe | Sessions', () => {
  const session = {
    id: 'cs_1',
    status: 'complete',
    payment_status: 'paid',
    client_reference_id: 'INV1',
    amount_total: 3000,
    currency: 'inr',
    payment_intent: 'pi_1',
    url: null,
  }

  test('one is asked for with our money, reference and both ways back', ({ assert }) => {
    const form = sessionRequest(context().intent)
    assert.deepInclude(form, {
      'line_items[0][price_data][currency]': 'inr',
      'line_items[0][price_data][unit_amount]': '3000',
      'client_reference_id': 'INV1',
      'expires_at': String(NOW + 3600),
    })
    assert.isTrue(form['success_url']?.endsWith('?lang=en&s={CHECKOUT_SESSION_ID}'))
    const query = Object.fromEntries(new URL(form['cancel_url'] ?? '').searchParams)
    assert.isTrue(saysCancelled({ method: 'GET', query, headers: {}, rawBody: '' }))
  })

  test('one is read whole, or not at all', ({ assert }) => {
    assert.equal(readSession(session)?.amount.toDecimal(), '30.00')
    for (const field of ['id', 'status', 'payment_status', 'client_reference_id', 'currency']) {
      assert.isNull(readSession({ ...session, [field]: null }))
    }
    for (const amount of [30.5, '3000', -1, null]) {
      assert.isNull(readSession({ ...session, amount_total: amount }))
    }
  })

  test('HTTP {status}: final {final}')
    .with([
      { status: 400, final: true },
      { status: 401, final: true },
      { status: 429, final: true },
      { status: 409, final: false },
      { status: 500, final: false },
    ])
    .run(({ assert }, { status, final }) => {
      const body = JSON.stringify({ error: { type: 'invalid_request_error', message: 'No' } })
      const reading = readStripe(new HttpAnswer(status, {}, body))
      assert.equal(reading.kind === 'error' && reading.final, final)
    })
})

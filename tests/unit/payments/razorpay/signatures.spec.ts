import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { isSignedBy } from '#payments/gateways/hmac_signature'
import { readPayment, readPayments } from '#payments/gateways/razorpay/answers'
import { readWayBack } from '#payments/gateways/razorpay/way_back'
import { readWebhook } from '#payments/gateways/razorpay/webhook'
import { context } from '../gateway_context.js'

const SECRET = 'EnLs21M47BllR3X8PSFtjtbd'
const ORDER = 'order_IEIaMR65cu6nz3'
const PAYMENT = 'pay_IH4NVgf4Dreq1l'

/** The vector of Razorpay's own documents (hosted/integration-steps §1.4). */
const SIGNATURE = '0d4e745a1838664ad6c9c9902212a32d627d68e917290b0ad5f08ff4561bc50f'

const { intent } = context({ gatewayReference: ORDER })
const back = (fields: Record<string, string>, method = 'POST') => ({
  method,
  query: method === 'GET' ? fields : {},
  headers: {},
  rawBody: method === 'POST' ? new URLSearchParams(fields).toString() : '',
})
const success = {
  razorpay_payment_id: PAYMENT,
  razorpay_order_id: ORDER,
  razorpay_signature: SIGNATURE,
}

test.group('Razorpay | Signatures', () => {
  test('the documents’ own vector is right', ({ assert }) => {
    assert.isTrue(isSignedBy(SIGNATURE, `${ORDER}|${PAYMENT}`, [SECRET]))
    assert.equal(readWayBack(back(success), intent, SECRET), 'authorised')
  })

  test('{title} authorises nothing')
    .with([
      { title: 'another payment', changes: { razorpay_payment_id: 'pay_IH4NVgf4Dreq1m' } },
      { title: 'half a signature', changes: { razorpay_signature: SIGNATURE.slice(0, 32) } },
      { title: 'no signature', changes: { razorpay_signature: '' } },
    ])
    .run(({ assert }, { changes }) => {
      assert.equal(readWayBack(back({ ...success, ...changes }), intent, SECRET), 'nothing')
    })

  test('the order id that came is never the one that is signed', ({ assert }) => {
    const other = { ...intent, gatewayReference: 'order_another' }
    assert.equal(readWayBack(back(success), other, SECRET), 'nothing')
    assert.equal(readWayBack(back(success), intent, 'another secret'), 'nothing')
  })

  test('a failure and a cancel are told apart', ({ assert }) => {
    assert.equal(
      readWayBack(back({ 'error[code]': 'BAD_REQUEST_ERROR' }), intent, SECRET),
      'failed'
    )
    assert.equal(readWayBack(back({ cancelled: '1' }, 'GET'), intent, SECRET), 'cancelled')
    assert.equal(readWayBack(back({}, 'GET'), intent, SECRET), 'nothing')
  })

  test('no secret signs nothing, not even with an empty key', ({ assert }) => {
    const empty = createHmac('sha256', '').update('text').digest('hex')
    assert.isFalse(isSignedBy(empty, 'text', ['', undefined]))
  })

  test('a webhook names its order, under either secret, by its raw body', ({ assert }) => {
    const body = JSON.stringify({
      event: 'payment.captured',
      payload: { payment: { entity: { id: PAYMENT, order_id: ORDER } } },
    })
    const signed = (secret: string, rawBody = body) => ({
      method: 'POST',
      query: {},
      rawBody,
      headers: {
        'x-razorpay-event-id': 'evt_1',
        'x-razorpay-signature': createHmac('sha256', secret).update(body).digest('hex'),
      },
    })
    const secrets = ['new', 'old']
    for (const secret of secrets) {
      assert.deepEqual(readWebhook(signed(secret), secrets), {
        authentic: true,
        eventId: 'evt_1',
        gatewayReference: ORDER,
      })
    }
    assert.isFalse(readWebhook(signed('other'), secrets).authentic)
    assert.isFalse(readWebhook(signed('new', `${body}\n`), secrets).authentic)
    assert.isFalse(readWebhook(signed('new'), [undefined, undefined]).authentic)
  })

  test('payments of another order, or without whole money, are not read', ({ assert }) => {
    const payment = {
      id: PAYMENT,
      order_id: ORDER,
      status: 'captured',
      amount: 3000,
      currency: 'INR',
    }
    assert.equal(readPayment(payment, ORDER)?.amount.toDecimal(), '30.00')
    assert.isNull(readPayment({ ...payment, order_id: 'order_2' }, ORDER))
    assert.isNull(readPayment({ ...payment, amount: 30.5 }, ORDER))
    assert.isNull(readPayment({ ...payment, amount: '3000' }, ORDER))
    assert.isNull(readPayments({ items: [payment, { ...payment, order_id: 'x' }] }, ORDER))
  })
})

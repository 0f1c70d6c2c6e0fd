import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import {
  BLUE,
  CALLBACK,
  CANCEL,
  GREEN,
  openRazorpayShop,
  RazorpayShop,
  record,
} from './razorpay_shop.js'
import { read, statusOf } from './web.js'
import { openWebhookListener } from './webhook_listener.js'

const HOOK_SECRET = 'hook-secret'

function hmac(message: string, secret: string): string {
  return createHmac('sha256', secret).update(message).digest('hex')
}

test.group('Razorpay stand-in: a payment', () => {
  test('opens the hosted checkout, takes the money and posts back what its key signs', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const order = await shop.order({ notes: { intent: 'abc' } })
    assert.containSubset(order, {
      entity: 'order',
      amount: 5050,
      amount_due: 5050,
      status: 'created',
    })
    assert.match(String(order.id), /^order_\w{14}$/)

    const { status, page } = await shop.checkout(order)
    assert.equal(status, 303)
    const shown = await read(page)
    assert.include(shown, '₹50.50')
    assert.notInclude(shown, '<script')
    const { fields } = await shop.press(page, 'pay', 'card')
    const paymentId = fields.razorpay_payment_id ?? ''
    assert.equal(fields.action, CALLBACK)
    assert.equal(fields.razorpay_order_id, order.id)
    assert.equal(
      fields.razorpay_signature,
      hmac(`${String(order.id)}|${paymentId}`, GREEN.keySecret)
    )

    assert.containSubset(await shop.call('GET', `payments/${paymentId}`), {
      status: 200,
      body: {
        amount: 5050,
        status: 'captured',
        captured: true,
        order_id: order.id,
        method: 'card',
      },
    })
    assert.containSubset(await shop.call('GET', `orders/${String(order.id)}`), {
      body: { status: 'paid', amount_paid: 5050, amount_due: 0, attempts: 1 },
    })
    assert.include(await read(page), 'already paid')
    assert.include(
      JSON.stringify(await shop.call('GET', 'orders?receipt=intent-1')),
      String(order.id)
    )
  })

  test('goes back by GET when cancelled, by POST with the error when failed, and may try again', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const order = await shop.order()
    const { page } = await shop.checkout(order)
    assert.containSubset(await shop.press(page, 'cancel'), { status: 303, location: CANCEL })
    const { fields } = await shop.press(page, 'fail')
    assert.containSubset(fields, { 'action': CALLBACK, 'error[code]': 'BAD_REQUEST_ERROR' })
    assert.include(fields['error[metadata]'] ?? '', String(order.id))
    assert.notProperty(fields, 'razorpay_signature')

    const { body } = await shop.call('GET', `orders/${String(order.id)}/payments`)
    assert.containSubset(body, { count: 1, items: [{ status: 'failed', captured: false }] })
    assert.property((await shop.press(page, 'pay')).fields, 'razorpay_signature')
    const after = await shop.call('GET', `orders/${String(order.id)}`)
    assert.containSubset(after.body, { status: 'paid', attempts: 2 })
  })

  test('without auto-capture the merchant captures, once and the whole, within three days', async ({
    assert,
    cleanup,
  }) => {
    const green = await openRazorpayShop()
    cleanup(() => green.razorpay.stop())
    const shop = new RazorpayShop(green.razorpay, BLUE)
    const { payment } = await shop.paid()
    const path = `payments/${String(payment.id)}/capture`
    assert.equal(payment.status, 'authorized')
    const wrong = [
      { amount: 5000, currency: 'INR' },
      { amount: '5050', currency: 'INR' },
      { amount: 5050 },
    ]
    for (const body of wrong) assert.equal((await shop.call('POST', path, body)).status, 400)
    const right = { amount: 5050, currency: 'INR' }
    assert.containSubset(await shop.call('POST', path, right), { body: { status: 'captured' } })
    assert.equal((await shop.call('POST', path, right)).status, 400)

    const left = await shop.paid()
    shop.razorpay.control.advance(3 * 24 * 3600 + 1)
    assert.containSubset(await shop.call('GET', `payments/${String(left.payment.id)}`), {
      body: { status: 'refunded', refund_status: 'full' },
    })
  })

  test('the order of a receipt is made once if so asked', async ({ assert, cleanup }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const [first, again] = [await shop.order(), await shop.order({ unique_receipt: true })]
    assert.equal(again.id, first.id)
    assert.notEqual((await shop.order()).id, first.id)
  })
})

test.group('Razorpay stand-in: refunds', () => {
  test('in parts, once for each key, and never more than was paid', async ({ assert, cleanup }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const { payment } = await shop.paid()
    const path = `payments/${String(payment.id)}/refund`
    const key = { 'x-refund-idempotency': 'refund-0001' }
    const first = await shop.call('POST', path, { amount: 2000, speed: 'normal' }, key)
    assert.containSubset(first.body, { entity: 'refund', amount: 2000, status: 'processed' })
    const again = await shop.call('POST', path, { amount: 2000, speed: 'normal' }, key)
    assert.equal(again.body.id, first.body.id)
    assert.equal((await shop.call('POST', path, { amount: 2001 }, key)).status, 400)
    const short = { 'x-refund-idempotency': 'short' }
    assert.equal((await shop.call('POST', path, { amount: 100 }, short)).status, 400)
    assert.equal((await shop.call('POST', path, { amount: 3051 })).status, 400)
    assert.equal((await shop.call('POST', path, { amount: 100, reason: 'x' })).status, 400)

    assert.equal((await shop.call('POST', path, {})).body.amount, 3050)
    assert.equal((await shop.call('POST', path, {})).status, 400)
    assert.containSubset(await shop.call('GET', `payments/${String(payment.id)}`), {
      body: { status: 'refunded', amount_refunded: 5050, refund_status: 'full' },
    })
    const { body } = await shop.call('GET', `refunds/${String(first.body.id)}`)
    assert.equal(body.payment_id, payment.id)
  })

  test('may wait for a bank, which may say no', async ({ assert, cleanup }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const { control } = shop.razorpay
    control.useRefundStatus('pending')
    const { payment } = await shop.paid()
    const { body } = await shop.call('POST', `payments/${String(payment.id)}/refund`, {})
    assert.equal(body.status, 'pending')
    control.settleRefund(String(body.id), 'failed')
    assert.equal((await shop.call('GET', `refunds/${String(body.id)}`)).body.status, 'failed')
    assert.throws(() => control.settleRefund(String(body.id), 'processed'), /pending/)
  })
})

test.group('Razorpay stand-in: what it refuses', () => {
  test('an order with {field} = {value}')
    .with([
      { field: 'amount', value: 99 },
      { field: 'amount', value: '5050' },
      { field: 'amount', value: 50.5 },
      { field: 'amount', value: undefined },
      { field: 'currency', value: 'rupees' },
      { field: 'currency', value: undefined },
      { field: 'receipt', value: 'r'.repeat(41) },
      { field: 'notes', value: 'text' },
      { field: 'notes', value: { long: 'n'.repeat(257) } },
    ])
    .run(async ({ assert, cleanup }, { field, value }) => {
      const shop = await openRazorpayShop()
      cleanup(() => shop.razorpay.stop())
      const fields = { amount: 5050, currency: 'INR', [field]: value }
      const { status, body } = await shop.call('POST', 'orders', fields)

      assert.equal(status, 400)
      assert.containSubset(body, { error: { code: 'BAD_REQUEST_ERROR', field } })
      assert.lengthOf(shop.razorpay.control.orders(), 0)
    })

  test("unknown fields, wrong keys and another account's orders and payments", async ({
    assert,
    cleanup,
  }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const { order, payment } = await shop.paid()
    const blue = new RazorpayShop(shop.razorpay, BLUE)
    const thief = new RazorpayShop(shop.razorpay, { ...GREEN, keySecret: 'guess' })
    assert.equal(
      (await shop.call('POST', 'orders', { amount: 100, currency: 'INR', colour: 1 })).status,
      400
    )
    assert.equal((await thief.call('GET', `orders/${String(order.id)}`)).status, 401)
    assert.equal((await blue.call('GET', `orders/${String(order.id)}`)).status, 400)
    assert.equal((await blue.call('GET', `payments/${String(payment.id)}`)).status, 400)
    assert.equal((await blue.call('POST', `payments/${String(payment.id)}/refund`, {})).status, 400)
    assert.equal((await shop.call('GET', 'nothing')).status, 400)
  })

  test('a checkout whose {field} is "{value}"')
    .with([
      { field: 'amount', value: '5000' },
      { field: 'currency', value: 'USD' },
      { field: 'order_id', value: 'order_00000000000000' },
      { field: 'key_id', value: 'rzp_test_nobody' },
      { field: 'key_id', value: BLUE.keyId },
      { field: 'name', value: '' },
      { field: 'callback_url', value: 'back' },
      { field: 'cancel_url', value: 'javascript:alert(1)' },
      { field: 'colour', value: 'red' },
    ])
    .run(async ({ assert, cleanup }, { field, value }) => {
      const shop = await openRazorpayShop()
      cleanup(() => shop.razorpay.stop())
      const { status, said } = await shop.checkout(await shop.order(), { [field]: value })

      assert.include([400, 401], status)
      assert.include(said, 'class="wrong"')
      assert.equal(await statusOf(`${shop.razorpay.baseUrl}/checkout/hosted/guess`), 400)
    })
})

test.group('Razorpay stand-in: webhooks, faults and control', () => {
  test('signs every event over its bytes, with a number of its own that repeats keep', async ({
    assert,
    cleanup,
  }) => {
    const server = await openWebhookListener()
    cleanup(() => server.stop())
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const { control } = shop.razorpay
    const webhook = { url: `${server.origin}/hook/abc`, secret: HOOK_SECRET }
    control.addMerchant({ ...GREEN, webhook })
    control.notices.held = true
    const { order, payment } = await shop.paid()
    await shop.call('POST', `payments/${String(payment.id)}/refund`, { amount: 100 })
    assert.lengthOf(server.heard, 0)
    await control.notices.release()

    const events = server.heard.map(({ raw, headers }) => {
      assert.equal(headers['x-razorpay-signature'], hmac(raw, HOOK_SECRET))
      return String(record(JSON.parse(raw)).event)
    })
    assert.sameMembers(events, [
      'payment.authorized',
      'payment.captured',
      'order.paid',
      'refund.created',
      'refund.processed',
    ])
    await control.notices.repeat(String(order.id))
    const numbers = new Set(server.heard.map(({ headers }) => headers['x-razorpay-event-id']))
    assert.lengthOf(server.heard, 10)
    assert.equal(numbers.size, 5)
    const paid = server.heard.find(({ raw }) => raw.includes('"event":"order.paid"'))
    assert.containSubset(JSON.parse(paid?.raw ?? ''), {
      contains: ['payment', 'order'],
      payload: { order: { entity: { id: order.id } }, payment: { entity: { status: 'captured' } } },
    })
  })

  test('captures and says nothing, lies, conflicts, and pays a failed one late', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const { control } = shop.razorpay
    const { payment } = await shop.paid()
    const path = `payments/${String(payment.id)}`
    control.force({ path: 'refund', mode: 'timeout-after-capture' })
    await assert.rejects(() => shop.call('POST', `${path}/refund`, { amount: 100 }, {}, 300))
    assert.equal((await shop.call('GET', path)).body.amount_refunded, 100)
    control.force({ path: 'refund', mode: 'conflict' })
    assert.equal((await shop.call('POST', `${path}/refund`, { amount: 100 })).status, 409)
    control.force({ path: '*', mode: 'lie-amount', value: '1' })
    assert.equal((await shop.call('GET', path)).body.amount, 1)
    for (const mode of ['html', 'garbage', 'redirect', 'empty']) {
      control.force({ path: '*', mode })
      await assert.rejects(() => shop.call('GET', path), /JSON/)
    }

    const order = await shop.order()
    assert.throws(() => control.complete(String(order.id), 'pay'), /opened/)
    await shop.checkout(order)
    assert.include(Object.keys(control.complete(String(order.id), 'fail').form), 'error[code]')
    const late = control.payLate(String(order.id))
    assert.equal((await shop.call('GET', `payments/${late.id}`)).body.status, 'captured')
    assert.throws(() => control.complete(String(order.id), 'pay'), /paid/)
  })

  test('does over HTTP what it does in process, and shows no secret', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openRazorpayShop()
    cleanup(() => shop.razorpay.stop())
    const control = async (path: string, body?: unknown) => {
      const response = await fetch(`${shop.razorpay.origin}/__control/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return { status: response.status, said: await response.text() }
    }
    const added = await control('merchants', { keyId: 'rzp_live_new', keySecret: 'new' })
    assert.equal(added.status, 201)
    assert.equal((await control('merchants', { keyId: 'new', keySecret: 'new' })).status, 400)
    const order = await shop.order()
    await shop.checkout(order)
    const done = await control(`payments/${String(order.id)}/complete`, { action: 'pay' })
    assert.include(done.said, 'razorpay_signature')
    const listed = await control('payments')
    assert.include(listed.said, '"status":"paid"')
    assert.notMatch(listed.said, /secret/i)
    assert.equal((await control(`payments/${String(order.id)}/complete`, {})).status, 400)
  })
})

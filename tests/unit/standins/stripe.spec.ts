import { test } from '@japa/runner'
import { BLUE, CANCEL, isSigned, openStripeShop, record, StripeShop } from './stripe_shop.js'
import { read, statusOf } from './web.js'
import { openWebhookListener } from './webhook_listener.js'

test.group('Stripe stand-in: a payment', () => {
  test('opens the hosted page, takes the card and sends the browser back', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const session = await shop.session()
    assert.containSubset(session, {
      object: 'checkout.session',
      amount_total: 550,
      currency: 'usd',
      client_reference_id: 'intent-1',
      metadata: { intent: 'intent-1' },
      payment_intent: null,
      payment_status: 'unpaid',
      status: 'open',
    })
    const page = await read(String(session.url))
    assert.include(page, 'USD 5.50')
    assert.notInclude(page, '<script')

    const { status, location } = await shop.press(session.url, 'pay')
    assert.equal(status, 303)
    assert.equal(location, `http://shop.localhost/back/abc?s=${String(session.id)}`)
    const after = await shop.fetched(session.id, 'payment_intent.latest_charge')
    assert.containSubset(after, {
      status: 'complete',
      payment_status: 'paid',
      url: null,
      payment_intent: {
        object: 'payment_intent',
        status: 'succeeded',
        amount_received: 550,
        metadata: { intent: 'intent-1' },
        latest_charge: { object: 'charge', paid: true, amount_refunded: 0 },
      },
    })
    const intentId = String(record(after.payment_intent).id)
    const intent = await shop.call('GET', `payment_intents/${intentId}`)
    assert.match(String(intent.body.latest_charge), /^ch_/)
    const { body } = await shop.call('GET', `checkout/sessions?payment_intent=${intentId}`)
    assert.containSubset(body, { object: 'list', data: [{ id: session.id }] })
    assert.include(await read(`${shop.stripe.origin}/c/pay/${String(session.id)}`), 'closed')
  })

  test('stays open when the customer goes back or the card is declined', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const session = await shop.session()
    assert.containSubset(await shop.press(session.url, 'cancel'), { status: 303, location: CANCEL })
    const declined = await shop.press(session.url, 'fail')
    assert.include(declined.said, 'Your card was declined.')
    assert.containSubset(await shop.fetched(session.id, 'payment_intent'), {
      status: 'open',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { code: 'card_declined' },
      },
    })
    assert.equal((await shop.press(session.url, 'pay')).status, 303)
    assert.equal((await shop.fetched(session.id)).payment_status, 'paid')
  })

  test('a debit completes unpaid, and {outcome} days later as {status}')
    .with([
      { outcome: 'succeeded', status: 'paid' },
      { outcome: 'failed', status: 'unpaid' },
    ] as const)
    .run(async ({ assert, cleanup }, { outcome, status }) => {
      const shop = await openStripeShop()
      cleanup(() => shop.stripe.stop())
      const session = await shop.session()
      await shop.press(session.url, 'pay', 'debit')
      const waiting = { status: 'complete', payment_status: 'unpaid' }
      assert.containSubset(await shop.fetched(session.id), waiting)
      shop.stripe.control.settle(String(session.id), outcome)
      assert.equal((await shop.fetched(session.id)).payment_status, status)
    })

  test('expires after a day, or when told to, and never once complete', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const soon = String(Math.floor(Date.now() / 1000) + 31 * 60)
    const [long, short] = [await shop.session(), await shop.session({ expires_at: soon })]
    shop.stripe.control.advance(31 * 60 + 1)
    assert.containSubset(await shop.fetched(short.id), { status: 'expired', url: null })
    assert.equal((await shop.fetched(long.id)).status, 'open')
    const path = `checkout/sessions/${String(long.id)}/expire`
    assert.equal((await shop.call('POST', path)).body.status, 'expired')
    assert.equal((await shop.call('POST', path)).status, 400)
    const paid = await shop.paid()
    shop.stripe.control.advance(24 * 3600 + 1)
    assert.equal((await shop.fetched(paid.id)).status, 'complete')
  })
})

test.group('Stripe stand-in: idempotency and refunds', () => {
  test('a key makes one session, whatever is lost, and refuses another request', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const { control } = shop.stripe
    const key = { 'idempotency-key': 'intent-1-1' }
    const fields = shop.fields()
    control.force({ path: 'sessions', mode: 'timeout-after-capture' })
    await assert.rejects(() => shop.call('POST', 'checkout/sessions', fields, key, 300))
    const again = await shop.call('POST', 'checkout/sessions', fields, key)
    assert.equal(again.body.id, control.sessions()[0]?.id)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    const other = shop.fields({ 'line_items[0][quantity]': '2' })
    assert.containSubset(await shop.call('POST', 'checkout/sessions', other, key), {
      status: 400,
      body: { error: { type: 'idempotency_error' } },
    })
    const blue = new StripeShop(shop.stripe, BLUE.secretKey)
    assert.equal((await blue.call('POST', 'checkout/sessions', fields, key)).status, 200)
    assert.lengthOf(control.sessions(), 2)
    control.advance(24 * 3600 + 1)
    const next = await shop.call('POST', 'checkout/sessions', fields, key)
    assert.notEqual(next.body.id, again.body.id)
  })

  test('what was refused is not remembered', async ({ assert, cleanup }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const key = { 'idempotency-key': 'intent-2' }
    const wrong = shop.fields({ mode: undefined })
    assert.equal((await shop.call('POST', 'checkout/sessions', wrong, key)).status, 400)
    assert.equal((await shop.call('POST', 'checkout/sessions', shop.fields(), key)).status, 200)
  })

  test('refunds in parts, once for each key, and never more than was paid', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const { payment_intent: intent } = await shop.paid()
    const target = { payment_intent: String(intent) }
    const refund = (fields: Record<string, string>, key?: string) =>
      shop.call(
        'POST',
        'refunds',
        { ...target, ...fields },
        key === undefined ? {} : { 'idempotency-key': key }
      )
    const first = await refund({ amount: '200' }, 'refund-1')
    assert.containSubset(first.body, { object: 'refund', amount: 200, status: 'succeeded' })
    assert.equal((await refund({ amount: '200' }, 'refund-1')).body.id, first.body.id)
    assert.equal((await refund({ amount: '351' })).status, 400)
    assert.equal((await refund({ amount: '0' })).status, 400)
    assert.equal((await refund({ amount: '1.5' })).status, 400)
    assert.equal((await refund({ reason: 'bored' })).status, 400)
    assert.equal((await refund({})).body.amount, 350)
    assert.containSubset(await refund({}), {
      status: 400,
      body: { error: { code: 'charge_already_refunded' } },
    })
    const { body } = await shop.call('GET', `refunds?payment_intent=${String(intent)}`)
    assert.lengthOf(Array.isArray(body.data) ? body.data : [], 2)
    const blue = new StripeShop(shop.stripe, BLUE.secretKey)
    assert.equal((await blue.call('POST', 'refunds', target)).status, 404)
  })

  test('a refund may wait for a bank, which may say no; the unpaid has none', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const { control } = shop.stripe
    control.useRefundStatus('pending')
    const { payment_intent: intent } = await shop.paid()
    const target = { payment_intent: String(intent) }
    const { body } = await shop.call('POST', 'refunds', target)
    assert.equal(body.status, 'pending')
    control.settleRefund(String(body.id), 'failed')
    assert.equal((await shop.call('GET', `refunds/${String(body.id)}`)).body.status, 'failed')
    assert.equal((await shop.call('POST', 'refunds', target)).status, 200)

    const { id } = await shop.session()
    control.complete(String(id), 'fail')
    const unpaid = { payment_intent: String((await shop.fetched(id)).payment_intent) }
    assert.equal((await shop.call('POST', 'refunds', unpaid)).status, 400)
  })
})

test.group('Stripe stand-in: what it refuses', () => {
  test('a session with {field} = {value}')
    .with([
      { field: 'mode', value: 'subscription' },
      { field: 'mode', value: undefined },
      { field: 'success_url', value: undefined },
      { field: 'success_url', value: 'back' },
      { field: 'cancel_url', value: 'javascript:alert(1)' },
      { field: 'line_items[0][quantity]', value: undefined },
      { field: 'line_items[0][price_data][unit_amount]', value: '5.50' },
      { field: 'line_items[0][price_data][unit_amount]', value: '49' },
      { field: 'line_items[0][price_data][currency]', value: 'USD' },
      { field: 'line_items[0][price_data][currency]', value: undefined },
      { field: 'line_items[0][price_data][product_data][name]', value: '' },
      { field: 'client_reference_id', value: 'r'.repeat(201) },
      { field: 'metadata[long]', value: 'm'.repeat(501) },
      { field: 'expires_at', value: '1700000000' },
      { field: 'timeout', value: '20' },
    ])
    .run(async ({ assert, cleanup }, { field, value }) => {
      const shop = await openStripeShop()
      cleanup(() => shop.stripe.stop())
      const fields = shop.fields({ [field]: value })
      const { status, body } = await shop.call('POST', 'checkout/sessions', fields)

      assert.equal(status, 400)
      assert.containSubset(body, { error: { type: 'invalid_request_error' } })
      assert.lengthOf(shop.stripe.control.sessions(), 0)
    })

  test("wrong keys, JSON, another account's things and what cannot be expanded", async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const { id } = await shop.session()
    const blue = new StripeShop(shop.stripe, BLUE.secretKey)
    const thief = new StripeShop(shop.stripe, 'sk_test_guess')
    assert.equal((await thief.call('GET', `checkout/sessions/${String(id)}`)).status, 401)
    assert.equal((await blue.call('GET', `checkout/sessions/${String(id)}`)).status, 404)
    const odd = await shop.call('GET', `checkout/sessions/${String(id)}?expand[]=everything`)
    assert.equal(odd.status, 400)
    assert.equal((await shop.call('GET', 'customers')).status, 404)
    const sent = { 'content-type': 'application/json' }
    assert.equal(
      (await shop.call('POST', 'checkout/sessions', { mode: 'payment' }, sent)).status,
      400
    )
    assert.equal(await statusOf(`${shop.stripe.baseUrl}/v1/checkout/sessions`), 401)
    assert.equal(await statusOf(`${shop.stripe.origin}/c/pay/cs_test_guess`), 404)
  })
})

test.group('Stripe stand-in: webhooks and control', () => {
  test('tells a secret once, and signs with it the events an endpoint asked for', async ({
    assert,
    cleanup,
  }) => {
    const server = await openWebhookListener()
    cleanup(() => server.stop())
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const { control } = shop.stripe
    const { body: endpoint } = await shop.call('POST', 'webhook_endpoints', {
      'url': `${server.origin}/hook/abc`,
      'enabled_events[0]': 'checkout.session.completed',
      'enabled_events[1]': 'charge.refunded',
      'api_version': '2026-10-28.endive',
    })
    const path = `webhook_endpoints/${String(endpoint.id)}`
    assert.match(String(endpoint.secret), /^whsec_\w{32}$/)
    assert.notProperty((await shop.call('GET', path)).body, 'secret')
    assert.notInclude(JSON.stringify((await shop.call('GET', 'webhook_endpoints')).body), 'whsec')

    control.notices.copies = 2
    const paid = await shop.paid()
    await shop.call('POST', 'refunds', { payment_intent: String(paid.payment_intent) })
    await control.notices.idle()
    assert.lengthOf(server.heard, 4)
    for (const heard of server.heard) {
      assert.isTrue(isSigned(heard, String(endpoint.secret)))
      assert.isFalse(isSigned({ ...heard, raw: `${heard.raw} ` }, String(endpoint.secret)))
    }
    const completed = server.heard.find(({ raw }) => raw.includes('checkout.session.completed'))
    assert.containSubset(JSON.parse(completed?.raw ?? ''), {
      object: 'event',
      api_version: '2026-10-28.endive',
      data: { object: { id: paid.id, payment_status: 'paid', client_reference_id: 'intent-1' } },
    })
    const events = new Set(server.heard.map(({ raw }) => record(JSON.parse(raw)).id))
    assert.equal(events.size, 2)

    assert.equal((await shop.call('POST', path, { disabled: 'true' })).body.status, 'disabled')
    await shop.paid()
    assert.equal((await shop.call('DELETE', path)).body.deleted, true)
    assert.equal((await shop.call('GET', path)).status, 404)
    await control.notices.idle()
    assert.lengthOf(server.heard, 4)
  })

  test('an endpoint without events, with none that exists, or with a secret of ours', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const good = { 'url': 'https://shop.example/hook', 'enabled_events[]': '*' }
    const wrong = [
      { url: good.url },
      { ...good, 'enabled_events[]': 'Everything' },
      { ...good, url: 'hook' },
      { ...good, secret: 'whsec_ours' },
    ]
    for (const fields of wrong) {
      assert.equal((await shop.call('POST', 'webhook_endpoints', fields)).status, 400)
    }
    const { status } = await shop.call('POST', 'webhook_endpoints', good)
    assert.equal(status, 200)
  })

  test('lies, refuses and breaks off when told to', async ({ assert, cleanup }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const { control } = shop.stripe
    const { id } = await shop.session()
    control.force({ path: '*', mode: 'lie-paid' })
    assert.equal((await shop.fetched(id)).payment_status, 'paid')
    control.force({ path: '*', mode: 'lie-amount', value: '1' })
    assert.equal((await shop.fetched(id)).amount_total, 1)
    control.force({ path: 'refunds', mode: 'conflict' })
    assert.equal((await shop.call('POST', 'refunds', {})).status, 409)
    for (const mode of ['html', 'garbage', 'redirect', 'empty']) {
      control.force({ path: '*', mode })
      await assert.rejects(() => shop.fetched(id), /JSON/)
    }
    assert.equal((await shop.fetched(id)).payment_status, 'unpaid')
  })

  test('does over HTTP what it does in process, and shows no key', async ({ assert, cleanup }) => {
    const shop = await openStripeShop()
    cleanup(() => shop.stripe.stop())
    const control = async (path: string, body?: unknown) => {
      const response = await fetch(`${shop.stripe.origin}/__control/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return { status: response.status, said: await response.text() }
    }
    assert.equal((await control('merchants', { secretKey: 'sk_live_new' })).status, 201)
    assert.equal((await control('merchants', { secretKey: 'pk_live_new' })).status, 400)
    const live = await new StripeShop(shop.stripe, 'sk_live_new').session()
    assert.match(String(live.id), /^cs_live_/)
    assert.isTrue(live.livemode)
    const { id } = await shop.session()
    const path = `payments/${String(id)}`
    assert.include((await control(`${path}/complete`, { action: 'debit' })).said, 'back/abc?s=cs_')
    assert.equal((await control(`${path}/complete`, { action: 'pay' })).status, 400)
    assert.equal((await control(`${path}/settle`, { outcome: 'succeeded' })).status, 200)
    const listed = await control('payments')
    assert.include(listed.said, '"paymentStatus":"paid"')
    assert.notInclude(listed.said, 'sk_test')
  })
})

import { test } from '@japa/runner'
import { blueKeys, blueShop, CALLBACK, misconfigured, openNagadShop, shopOf } from './nagad_shop.js'
import { read, statusOf } from './web.js'

function press(page: string, fields: Record<string, string>): Promise<Response> {
  return fetch(page, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

function back(reply: Response): Record<string, string> {
  const url = new URL(reply.headers.get('location') ?? '')
  return { at: `${url.origin}${url.pathname}`, ...Object.fromEntries(url.searchParams) }
}

test.group('Nagad stand-in: paying', () => {
  test('initialize, complete, page, return and verify tell one story', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const started = shop.unseal((await shop.initialize('ALESHA16195982747456')).body)
    const ref = String(started.paymentReferenceId)
    assert.match(
      Buffer.from(ref, 'base64').toString(),
      /^\d{13}\.683002007104225\.ALESHA16195982747456\.[0-9a-f]{20}$/
    )
    assert.match(String(started.acceptDateTime), /^\d{14}$/)
    assert.equal((await shop.verify(ref)).status, 'OrderInitiated')

    const { challenge } = started
    const order = { orderId: 'ALESHA16195982747456', ref, challenge }
    const completed = await shop.complete(order, { amount: '50.5' })
    const page = String(completed.body.callBackUrl)
    assert.equal(completed.body.status, 'Success')
    assert.equal(new URL(page).origin, shop.nagad.payOrigin)
    assert.notEqual(shop.nagad.payOrigin, shop.nagad.origin)
    assert.equal((await shop.verify(ref)).status, 'Ready')

    await press(page, { action: 'wallet', wallet: '+880 1712-345678' })
    assert.equal((await shop.verify(ref)).status, 'OtpSent')
    const paid = await press(page, { action: 'pay', otp: '123456', pin: '1234' })
    assert.equal(paid.status, 303)
    assert.containSubset(back(paid), {
      at: CALLBACK,
      merchant: '683002007104225',
      order_id: 'ALESHA16195982747456',
      payment_ref_id: ref,
      status: 'Success',
      status_code: '00_0000_000',
    })
    const verified = await shop.verify(ref)
    assert.containSubset(verified, {
      merchantId: '683002007104225',
      orderId: 'ALESHA16195982747456',
      paymentRefId: ref,
      amount: '50.5',
      clientMobileNo: '017****5678',
      status: 'Success',
      statusCode: '000',
    })
    assert.isNotEmpty(verified.issuerPaymentRefNo)
  })

  test('{action} returns and verifies as {status}, for good')
    .with([
      { action: 'cancel', status: 'Aborted' },
      { action: 'fail', status: 'Failed' },
    ])
    .run(async ({ assert, cleanup }, { action, status }) => {
      const shop = await openNagadShop()
      cleanup(() => shop.nagad.stop())
      const { ref, page } = await shop.ready()
      assert.containSubset(back(await press(page, { action })), { at: CALLBACK, status })
      const late = await press(page, { action: 'wallet', wallet: '01712345678' })
      assert.include(await late.text(), `This payment has ended: ${status}`)
      assert.containSubset(await shop.verify(ref), { status, issuerPaymentRefNo: null })
    })

  test('asks again after a wrong number, code or PIN, and fails at the third wrong PIN', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const { ref, page } = await shop.ready()
    const early = await press(page, { action: 'pay', otp: '123456', pin: '1234' })
    assert.include(await early.text(), 'Enter your account number first')
    const wrongNumber = await press(page, { action: 'wallet', wallet: '12' })
    assert.include(await wrongNumber.text(), 'role="alert"')
    await press(page, { action: 'wallet', wallet: '01712345678' })
    const wrongCode = await press(page, { action: 'pay', otp: '0', pin: '1234' })
    assert.include(await wrongCode.text(), 'verification code is wrong')
    for (const pin of ['1', '2']) await press(page, { action: 'pay', otp: '123456', pin })
    const third = await press(page, { action: 'pay', otp: '123456', pin: '3' })
    assert.equal(back(third).status, 'Failed')
    assert.equal((await shop.verify(ref)).status, 'Failed')
  })

  test('the page closes after half an hour, needs no script and loads nothing', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const { ref, page } = await shop.ready()
    assert.notMatch(await read(page), /<script|src=|https?:\/\//)
    assert.equal(await statusOf(`${shop.nagad.payOrigin}/check-out/abc`), 404)
    shop.nagad.control.advance(1801)
    assert.include(await read(page), 'The time to pay is over')
    assert.equal((await shop.verify(ref)).status, 'Ready')
    shop.nagad.control.payLate(ref)
    assert.equal((await shop.verify(ref)).status, 'Success')
  })
})

test.group('Nagad stand-in: ports', () => {
  test('the page may live on the port of the API, so that one opening lets both through', async ({
    assert,
    cleanup,
  }) => {
    const first = await openNagadShop()
    const port = Number(new URL(first.nagad.origin).port)
    await first.nagad.stop()
    const shop = await openNagadShop({ port, payPort: port })
    cleanup(() => shop.nagad.stop())
    const { page, ref } = await shop.ready()

    assert.equal(new URL(page).origin, shop.nagad.origin)
    assert.equal(await statusOf(page), 200)
    assert.equal((await shop.verify(ref)).status, 'Ready')
  })
})

test.group('Nagad stand-in: what it refuses', () => {
  test('text sealed for another key, or signed with another', async ({ assert, cleanup }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const lost = await misconfigured(shop).initialize('ORDER1')
    assert.deepEqual([lost.status, lost.body.reason], [400, 'DecryptionError'])
    const content = shop.initialContent('ORDER2')
    const forged = await shop.post('/check-out/initialize/683002007104225/ORDER2', {
      dateTime: content.datetime,
      ...shop.seal(content, 'sensitiveData', blueKeys()),
    })
    assert.equal(forged.body.reason, 'SignatureVerificationFailed')
    const { signature } = shop.seal({ ...content, orderId: 'ORDER3' })
    const swapped = await shop.initialize('ORDER2', {}, { signature })
    assert.equal(swapped.body.reason, 'SignatureVerificationFailed')
    assert.lengthOf(shop.nagad.control.payments(), 0)
  })

  test('an initialization with {field} = {value}: {reason}')
    .with([
      { field: 'merchantId', value: '683002007104226', reason: 'InvalidMerchant' },
      { field: 'orderId', value: 'ANOTHER', reason: 'InvalidOrderId' },
      { field: 'datetime', value: '20200101000000', reason: 'InvalidApiRequest' },
      { field: 'challenge', value: 'short', reason: 'InvalidApiRequest' },
      { field: 'challenge', value: 42, reason: 'InvalidApiRequest' },
      { field: 'colour', value: 'red', reason: 'InvalidApiRequest' },
    ])
    .run(async ({ assert, cleanup }, { field, value, reason }) => {
      const shop = await openNagadShop()
      cleanup(() => shop.nagad.stop())
      const { status, body } = await shop.initialize('ORDER1', { [field]: value })
      assert.deepEqual([status, body.reason], [400, reason])
    })

  test('an open part, headers, order ids and merchants it does not know', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const reasonOf = async (call: Promise<{ body: Record<string, unknown> }>) => {
      const { body } = await call
      return body.reason ?? body.devMessage
    }
    assert.equal(await reasonOf(shop.initialize('X1', {}, { extra: 1 })), 'InvalidApiRequest')
    const utc = { dateTime: '20260101000000' }
    assert.equal(await reasonOf(shop.initialize('X1', {}, utc)), 'InvalidApiRequest')
    const number = { accountNumber: '01700000000' }
    assert.equal(await reasonOf(shop.initialize('X1', {}, number)), 'InvalidMerchant')
    assert.equal(await reasonOf(shop.initialize('X-1')), 'InvalidOrderId')
    assert.equal(await reasonOf(shop.initialize('X'.repeat(21))), 'InvalidOrderId')
    assert.equal(await reasonOf(shop.post('/check-out/initialize/9999/X1', {})), 'InvalidMerchant')
    for (const header of ['x-km-api-version', 'x-km-ip-v4', 'x-km-client-type']) {
      for (const value of [undefined, 'wrong']) {
        const path = '/check-out/initialize/683002007104225/X1'
        const said = await reasonOf(shop.post(path, {}, { [header]: value }))
        assert.match(String(said), new RegExp(header, 'i'))
      }
    }
    await shop.initialized('X1')
    assert.equal(await reasonOf(shop.initialize('X1')), 'DuplicateOrderId')
    assert.equal(await reasonOf(blueShop(shop).initialize('X1')), undefined)
  })

  test('a completion with {field} = {value}: {reason}')
    .with([
      { field: 'merchantId', value: '683002007104226', reason: 'InvalidMerchant' },
      { field: 'orderId', value: 'ANOTHER', reason: 'InvalidOrderId' },
      { field: 'currencyCode', value: '840', reason: 'InvalidCurrency' },
      { field: 'amount', value: '0', reason: 'InvalidPurchaseInformation' },
      { field: 'amount', value: '1.234', reason: 'InvalidPurchaseInformation' },
      { field: 'amount', value: '1,000', reason: 'InvalidPurchaseInformation' },
      { field: 'amount', value: 50, reason: 'InvalidApiRequest' },
      { field: 'challenge', value: 'c'.repeat(40), reason: 'InvalidPurchaseInformation' },
      { field: 'colour', value: 'red', reason: 'InvalidApiRequest' },
    ])
    .run(async ({ assert, cleanup }, { field, value, reason }) => {
      const shop = await openNagadShop()
      cleanup(() => shop.nagad.stop())
      const started = await shop.initialized()
      const { status, body } = await shop.complete(started, { [field]: value })
      assert.deepEqual([status, body.reason], [400, reason])
      assert.equal((await shop.verify(started.ref)).status, 'OrderInitiated')
    })

  test("another merchant's reference, an unknown one, a second completion, a bad address", async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const started = await shop.initialized()
    const stolen = await blueShop(shop).complete(started)
    assert.equal(stolen.body.reason, 'SignatureVerificationFailed')
    const unknown = await shop.complete({ ...started, ref: 'bm9uZQ==' })
    assert.equal(unknown.body.reason, 'InvalidReferenceId')
    for (const open of [
      { merchantCallbackURL: 'shop/callback' },
      { merchantCallbackURL: undefined },
      { additionalMerchantInfo: { serviceName: 'x'.repeat(26) } },
      { additionalMerchantInfo: 'text' },
      { colour: 'red' },
    ]) {
      const refused = await shop.complete(started, {}, open)
      assert.equal(refused.body.reason, 'InvalidApiRequest', JSON.stringify(open))
    }
    const info = { additionalMerchantInfo: { serviceName: 'Wi-Fi' } }
    assert.equal((await shop.complete(started, {}, info)).status, 200)
    assert.equal((await shop.verify(started.ref)).additionalMerchantInfo, '{"serviceName":"Wi-Fi"}')
    const twice = await shop.complete(started)
    assert.equal(twice.body.reason, 'InvalidPurchaseInformation')
    assert.equal((await shop.verify('bm9uZQ==')).reason, 'InvalidReferenceId')
  })

  test('callers that are not on the list, with an empty answer', async ({ assert, cleanup }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const { control } = shop.nagad
    const account = { ...shop.account, publicKey: shop.pair.publicKey }
    control.addMerchant({ ...account, allowedIps: ['203.0.113.9'] })
    const silent = await shop.initialize('ORDER1')
    assert.deepEqual([silent.status, silent.text], [200, ''])
    control.addMerchant({ ...account, allowedIps: ['127.0.0.1'] })
    assert.equal((await shop.initialize('ORDER1')).status, 200)
    assert.lengthOf(control.payments(), 1)
  })
})

test.group('Nagad stand-in: refunds', () => {
  test('in parts up to what was paid, sealed both ways', async ({ assert, cleanup }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const { orderId, ref } = await shop.ready()
    assert.equal((await shop.refund(`orderId=${orderId}`)).status, 400)
    shop.nagad.control.complete(ref, 'pay')

    const first = shop.unseal((await shop.refund(`orderId=${orderId}`, { orderId })).body)
    assert.containSubset(first, {
      status: 'PartialCancelled',
      code: '000',
      originalAmount: '50.55',
      cancelAmount: '20.55',
    })
    const query = `paymentRefId=${encodeURIComponent(ref)}`
    for (const changes of [
      { referenceNo: 'R1' },
      { referenceNo: 'R2', cancelAmount: '30.01' },
      { referenceNo: 'R2', cancelAmount: '30.00', originalAmount: '50.50' },
      { referenceNo: 'R2', cancelAmount: '30.00', originalRequestDate: '20200101' },
      { referenceNo: 'R2', cancelAmount: '30.00', orderId: 'ANOTHER' },
    ]) {
      const { body } = await shop.refund(query, changes)
      assert.equal(body.reason, 'InvalidPurchaseInformation', JSON.stringify(changes))
    }
    const rest = await shop.refund(query, { referenceNo: 'R2', cancelAmount: '30.00' })
    assert.equal(shop.unseal(rest.body).status, 'Cancelled')
    assert.containSubset(await shop.verify(ref), {
      status: 'Cancelled',
      cancelIssuerRefNo: shop.unseal(rest.body).cancelTrxId,
    })
  })

  test("not of another merchant's payment, nor where refunds are switched off", async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const { orderId, ref } = await shop.ready()
    const { control } = shop.nagad
    control.complete(ref, 'pay')
    for (const query of [`orderId=${orderId}`, `paymentRefId=${encodeURIComponent(ref)}`]) {
      assert.equal((await blueShop(shop).refund(query)).body.reason, 'InvalidReferenceId')
    }
    control.addMerchant({
      ...shop.account,
      publicKey: shop.pair.publicKey,
      mayRefund: false,
    })
    assert.equal((await shop.refund(`orderId=${orderId}`)).body.reason, 'InvalidApiRequest')
    assert.equal((await shop.verify(ref)).status, 'Success')
  })
})

test.group('Nagad stand-in: faults and control', () => {
  test('opens and says nothing, signs wrongly, lies, redirects and cuts off', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const { control } = shop.nagad
    const path = 'check-out/initialize/683002007104225/ORDER9'
    control.force({ path, mode: 'drop-after-capture' })
    await assert.rejects(() => shop.initialize('ORDER9'))
    assert.equal(control.payment('ORDER9').status, 'OrderInitiated')
    for (const mode of ['wrong-signature', 'wrong-key']) {
      control.force({ path: '*', mode })
      const { body } = await shop.initialize(shop.newOrderId())
      assert.throws(() => shop.unseal(body))
    }
    const { ref } = await shop.ready()
    control.complete(ref, 'pay')
    control.force({ path: '*', mode: 'lie-amount', value: '6000.0000' })
    assert.containSubset(await shop.verify(ref), { amount: '6000.0000', status: 'Success' })
    for (const mode of ['html', 'garbage']) {
      control.force({ path: '*', mode })
      await assert.rejects(() => shop.verify(ref), /JSON/)
    }
    control.force({ path: '*', mode: 'redirect', value: 'http://127.0.0.1:9/' })
    assert.deepEqual(await shop.verify(ref), {})
    control.use({ amounts: 'four' })
    assert.equal((await shop.verify(ref)).amount, '50.5500')
  })

  test('does over HTTP what it does in process, and hands out keys that work', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openNagadShop()
    cleanup(() => shop.nagad.stop())
    const control = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${shop.nagad.origin}/__control/${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return { status: response.status, said: await response.text() }
    }
    const added = await control('POST', 'merchants', {
      merchantId: '600000000000001',
      accountNumber: '01811111111',
    })
    assert.equal(added.status, 201)
    const newcomer = shopOf(shop, '600000000000001', '01811111111', added.said)
    const { orderId } = await newcomer.initialized()
    assert.equal(shop.nagad.control.payment(orderId).merchant.merchantId, '600000000000001')
    const { ref } = await shop.ready()
    const path = `payments/${encodeURIComponent(ref)}`
    assert.equal((await control('POST', `${path}/complete`, { action: 'x' })).status, 400)
    const done = await control('POST', `${path}/complete`, { action: 'pay' })
    assert.include(done.said, 'status=Success')
    const listed = await control('GET', 'payments')
    assert.include(listed.said, '"status":"Success"')
    assert.notInclude(listed.said, 'challenge')
    const wrong = { merchantId: 'abc', accountNumber: '01811111111' }
    assert.equal((await control('POST', 'merchants', wrong)).status, 400)
  })
})

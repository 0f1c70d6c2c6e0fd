import { test } from '@japa/runner'
import { openCallbackServer } from './callback_server.js'
import {
  BLUE,
  GREEN,
  handedOver,
  isSigned,
  openSslcommerzShop,
  SHOP,
  SslcommerzShop,
} from './sslcommerz_shop.js'
import { read, statusOf } from './web.js'

function press(page: string, fields: Record<string, string>): Promise<Response> {
  return fetch(page, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

test.group('SSLCommerz stand-in: paying', () => {
  test('session, page, post, notice, validation and query tell one story', async ({
    assert,
    cleanup,
  }) => {
    const merchant = await openCallbackServer()
    cleanup(() => merchant.stop())
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const ipnUrl = `${merchant.origin}/ipn/abc`
    const { key, page } = await shop.open({ tran_id: 'T-1', total_amount: '50.5', ipn_url: ipnUrl })
    assert.equal((await shop.query({ tran_id: 'T-1' })).no_of_trans_found, 0)
    assert.equal(await statusOf(page), 200)
    assert.equal((await shop.query({ sessionkey: key })).status, 'PENDING')

    const paid = await press(page, { action: 'pay', method: 'visa' })
    const { action, fields } = handedOver(await paid.text())
    assert.equal(action, `${SHOP}/success`)
    assert.containSubset(Object.fromEntries(fields), {
      tran_id: 'T-1',
      status: 'VALID',
      amount: '50.50',
      currency_type: 'BDT',
      currency_amount: '50.50',
      value_a: 'intent-1',
      value_b: '',
      card_no: '418117XXXXXX6675',
      risk_level: '0',
    })
    assert.isTrue(isSigned(fields, GREEN.storePassword))
    await shop.sslcommerz.control.notices.idle()
    const [notice] = merchant.met
    assert.equal(notice?.method, 'POST')
    assert.deepEqual(Object.fromEntries(notice?.form ?? []), Object.fromEntries(fields))

    const first = await shop.validate(fields.get('val_id'))
    const second = await shop.validate(fields.get('val_id'))
    assert.containSubset(first, { status: 'VALID', tran_id: 'T-1', APIConnect: 'DONE' })
    assert.equal(second.status, 'VALIDATED')
    assert.equal(first.bank_tran_id, fields.get('bank_tran_id'))
    assert.containSubset(await shop.query({ tran_id: 'T-1' }), {
      no_of_trans_found: 1,
      element: [{ status: 'VALIDATED', val_id: fields.get('val_id'), store_amount: '49.24' }],
    })
  })

  test('{action} posts {status} to {back}, signed and without a number to validate')
    .with([
      { action: 'cancel', status: 'CANCELLED', back: `${SHOP}/cancel` },
      { action: 'fail', status: 'FAILED', back: `${SHOP}/fail` },
    ])
    .run(async ({ assert, cleanup }, { action, status, back }) => {
      const shop = await openSslcommerzShop()
      cleanup(() => shop.sslcommerz.stop())
      const { key, page } = await shop.open()
      const reply = await press(page, { action })
      const posted = handedOver(await reply.text())

      assert.equal(posted.action, back)
      assert.equal(posted.fields.get('status'), status)
      assert.isNotEmpty(posted.fields.get('error'))
      assert.isFalse(posted.fields.has('val_id'))
      assert.isTrue(isSigned(posted.fields, GREEN.storePassword))
      assert.equal((await shop.query({ sessionkey: key })).status, status)
      const again = await press(page, { action: 'pay', method: 'bkash' })
      assert.equal(handedOver(await again.text()).fields.get('status'), status)
    })

  test('signatures are the store’s own and hold no longer once a field is changed', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const { key } = await shop.open()
    const { fields } = shop.sslcommerz.control.complete(key, 'pay')
    const posted = new URLSearchParams(fields)
    assert.isTrue(isSigned(posted, GREEN.storePassword))
    assert.isFalse(isSigned(posted, BLUE.storePassword))
    posted.set('amount', '5000.00')
    assert.isFalse(isSigned(posted, GREEN.storePassword))
  })

  test('several attempts share a number, and risk and dollars are told', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const { control } = shop.sslcommerz
    const usual = { tran_id: 'T-2', currency: 'USD', total_amount: '2.00' }
    const [failed, paid] = [await shop.open(usual), await shop.open(usual)]
    control.complete(failed.key, 'fail')
    const { fields } = control.complete(paid.key, 'pay', 'risky')

    assert.containSubset(fields, {
      amount: '240.00',
      currency: 'BDT',
      currency_type: 'USD',
      currency_amount: '2.00',
      risk_level: '1',
    })
    assert.containSubset(await shop.query({ tran_id: 'T-2' }), {
      no_of_trans_found: 2,
      element: [{ status: 'FAILED' }, { status: 'VALID', risk_level: '1' }],
    })
  })

  test('a session nobody pays ends as UNATTEMPTED, or EXPIRED after a visit', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const { control } = shop.sslcommerz
    const [unseen, seen] = [await shop.open(), await shop.open()]
    await read(seen.page)
    for (const { key } of [unseen, seen]) control.expire(key)

    assert.equal(control.session(unseen.key).status, 'UNATTEMPTED')
    assert.equal((await shop.query({ sessionkey: seen.key })).status, 'EXPIRED')
    assert.equal(control.payLate(seen.key).url, `${SHOP}/success`)
    assert.equal((await shop.query({ sessionkey: seen.key })).status, 'VALID')
  })
})

test.group('SSLCommerz stand-in: what it refuses', () => {
  test('a session with {field} = {value}')
    .with([
      { field: 'store_passwd', value: 'guess' },
      { field: 'store_id', value: 'nobody' },
      { field: 'total_amount', value: '9.99' },
      { field: 'total_amount', value: '500000.01' },
      { field: 'total_amount', value: '50.001' },
      { field: 'total_amount', value: '1,000' },
      { field: 'currency', value: 'XXX' },
      { field: 'tran_id', value: 'x'.repeat(31) },
      { field: 'success_url', value: 'shop/success' },
      { field: 'ipn_url', value: '' },
      { field: 'cus_name', value: '' },
      { field: 'cus_email', value: 'nobody' },
      { field: 'cus_phone', value: undefined },
      { field: 'product_profile', value: 'internet' },
      { field: 'shipping_method', value: 'YES' },
      { field: 'colour', value: 'red' },
    ])
    .run(async ({ assert, cleanup }, { field, value }) => {
      const shop = await openSslcommerzShop()
      cleanup(() => shop.sslcommerz.stop())
      const refused = await shop.create({ [field]: value })

      assert.equal(refused.status, 'FAILED')
      assert.isNotEmpty(refused.failedreason)
      assert.lengthOf(shop.sslcommerz.control.sessions(), 0)
    })

  test('JSON instead of a form, and a page with another key', async ({ assert, cleanup }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const response = await fetch(`${shop.sslcommerz.baseUrl}/gwprocess/v4/api.php`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(shop.order())),
    })
    assert.containSubset(await response.json(), { status: 'FAILED' })
    assert.equal(await statusOf(`${shop.sslcommerz.origin}/EasyCheckOut/testcdeABC`), 404)
  })

  test("another store's payments, wrong passwords, stores switched off, unknown questions", async ({
    assert,
    cleanup,
  }) => {
    const green = await openSslcommerzShop()
    cleanup(() => green.sslcommerz.stop())
    const { control } = green.sslcommerz
    const blue = new SslcommerzShop(green.sslcommerz, BLUE)
    const { key } = await green.open({ tran_id: 'T-3' })
    const { fields } = control.complete(key, 'pay')
    const refund = { refund_trans_id: 'R1', refund_amount: '1.00', refund_remarks: 'x' }

    assert.equal((await blue.validate(fields.val_id)).status, 'INVALID_TRANSACTION')
    assert.equal((await blue.query({ tran_id: 'T-3' })).no_of_trans_found, 0)
    assert.equal((await blue.query({ sessionkey: key })).status, 'INVALID_TRANSACTION')
    const bankTranId = fields.bank_tran_id ?? ''
    assert.equal((await blue.query({ bank_tran_id: bankTranId, ...refund })).status, 'failed')
    assert.equal(control.session(key).status, 'VALID')

    const thief = new SslcommerzShop(green.sslcommerz, { ...GREEN, storePassword: 'guess' })
    assert.deepEqual(await thief.validate(fields.val_id), { APIConnect: 'FAILED' })
    assert.deepEqual(await green.validate(fields.val_id, { format: 'xml' }), {
      APIConnect: 'INVALID_REQUEST',
    })
    assert.deepEqual(await green.query({ order_id: 'T-3' }), { APIConnect: 'INVALID_REQUEST' })
    control.addMerchant({ ...GREEN, active: false })
    assert.deepEqual(await green.query({ tran_id: 'T-3' }), { APIConnect: 'INACTIVE' })
  })
})

test.group('SSLCommerz stand-in: refunds', () => {
  test('in parts up to what was paid, each with a number of its own', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const { control } = shop.sslcommerz
    const { key } = await shop.open({ tran_id: 'T-4' })
    const { bank_tran_id: bankTranId = '' } = control.complete(key, 'pay').fields
    const ask = (own: string, amount: string) =>
      shop.query({
        bank_tran_id: bankTranId,
        refund_trans_id: own,
        refund_amount: amount,
        refund_remarks: 'slow',
      })

    const first = await ask('R1', '30.00')
    assert.containSubset(first, { status: 'success', trans_id: 'T-4', APIConnect: 'DONE' })
    for (const [own, amount] of [
      ['R1', '1.00'],
      ['', '1.00'],
      ['R2', '20.01'],
      ['R2', 'all'],
    ] as const) {
      const refused = await ask(own, amount)
      assert.equal(refused.status, 'failed')
      assert.isNotEmpty(refused.errorReason)
      assert.notProperty(refused, 'refund_ref_id')
    }
    control.refundsSettle('later')
    const second = await ask('R2', '20.00')
    assert.equal(second.status, 'processing')
    const waiting = String(second.refund_ref_id)
    assert.equal((await shop.query({ refund_ref_id: waiting })).status, 'processing')
    control.settleRefund(waiting, 'cancelled')
    assert.equal((await shop.query({ refund_ref_id: waiting })).status, 'cancelled')
    assert.equal(
      (await shop.query({ refund_ref_id: String(first.refund_ref_id) })).status,
      'refunded'
    )
    assert.equal((await ask('R3', '20.00')).status, 'processing')
  })
})

test.group('SSLCommerz stand-in: faults and control', () => {
  test('opens and says nothing, lags, lies, redirects, cuts off and answers a page', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const { control } = shop.sslcommerz
    control.force({ path: 'api.php', mode: 'timeout-after-capture' })
    await assert.rejects(() => shop.create({}, 300))
    const key = control.sessions()[0]?.sessionKey ?? ''
    const { val_id: valId } = control.complete(key, 'pay').fields
    const path = 'validationserverAPI.php'

    control.force({ path, mode: 'lag' })
    assert.equal((await shop.validate(valId)).status, 'INVALID_TRANSACTION')
    control.force({ path, mode: 'lie-amount', value: '6000.0000' })
    assert.containSubset(await shop.validate(valId), { amount: '6000.0000', status: 'VALID' })
    for (const mode of ['html', 'garbage', 'redirect', 'empty']) {
      control.force({ path, mode })
      await assert.rejects(() => shop.validate(valId), /JSON/)
    }
    control.use({ amounts: 'four', singleElement: 'object' })
    assert.containSubset(await shop.query({ tran_id: 'T1' }), { element: { amount: '50.0000' } })
    assert.equal(control.calls(path), 6)
  })

  test('does over HTTP what it does in process, without telling passwords', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openSslcommerzShop()
    cleanup(() => shop.sslcommerz.stop())
    const control = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${shop.sslcommerz.origin}/__control/${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return { status: response.status, said: await response.text() }
    }
    const added = { storeId: 'new', storePassword: 'new@ssl' }
    assert.equal((await control('POST', 'merchants', added)).status, 201)
    const { key } = await new SslcommerzShop(shop.sslcommerz, added).open()
    await control('POST', 'notices', { held: true })
    const done = await control('POST', `payments/${key}/complete`, { action: 'pay' })
    assert.include(done.said, `"url":"${SHOP}/success"`)
    assert.equal((await control('POST', `payments/${key}/complete`, { action: 'x' })).status, 400)
    const listed = await control('GET', 'payments')
    assert.include(listed.said, '"status":"VALID"')
    assert.notInclude(listed.said, '@ssl')
  })
})

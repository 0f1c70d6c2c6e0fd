import { test } from '@japa/runner'
import { openCallbackServer } from './callback_server.js'
import {
  BLUE,
  CANCEL,
  GREEN,
  openShurjopayShop,
  record,
  RETURN,
  ShurjopayShop,
} from './shurjopay_shop.js'
import { statusOf } from './web.js'

test.group('shurjoPay stand-in: paying', () => {
  test('token, order, page, return and verification tell one story', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShurjopayShop()
    cleanup(() => shop.shurjopay.stop())
    const { token, storeId } = await shop.login()
    const created = await shop.create(token, { order_id: 'intent-1', amount: '50.5' })
    assert.equal(storeId, 1)
    assert.containSubset(created, {
      amount: 50.5,
      currency: 'BDT',
      customer_order_id: 'intent-1',
      transactionStatus: 'Initiated',
    })
    assert.match(String(created.sp_order_id), /^GRN[0-9a-f]{13}$/)
    assert.equal((await shop.verify(token, created.sp_order_id)).sp_code, '1066')

    const page = String(created.checkout_url)
    assert.equal(await statusOf(page), 200)
    assert.equal((await shop.verify(token, created.sp_order_id)).sp_code, '1068')
    const paid = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ action: 'pay', method: 'Nagad' }),
      redirect: 'manual',
    })
    assert.equal(paid.status, 303)
    assert.equal(paid.headers.get('location'), `${RETURN}?order_id=${String(created.sp_order_id)}`)
    assert.containSubset(await shop.verify(token, created.sp_order_id), {
      order_id: created.sp_order_id,
      customer_order_id: 'intent-1',
      amount: '50.5000',
      currency: 'BDT',
      sp_code: '1000',
      method: 'Nagad',
      bank_status: 'Success',
    })
  })

  test('{action} goes back to {back} and verifies as {code}')
    .with([
      { action: 'cancel', back: CANCEL, code: '1002' },
      { action: 'fail', back: RETURN, code: '1001' },
    ])
    .run(async ({ assert, cleanup }, { action, back, code }) => {
      const shop = await openShurjopayShop()
      cleanup(() => shop.shurjopay.stop())
      const { token } = await shop.login()
      const created = await shop.create(token)
      const page = String(created.checkout_url)
      const reply = await fetch(page, {
        method: 'POST',
        body: new URLSearchParams({ action }),
        redirect: 'manual',
      })

      assert.equal(reply.headers.get('location'), `${back}?order_id=${String(created.sp_order_id)}`)
      assert.equal((await shop.verify(token, created.sp_order_id)).sp_code, code)
      const again = await fetch(page, {
        method: 'POST',
        body: new URLSearchParams({ action: 'pay', method: 'Visa' }),
        redirect: 'manual',
      })
      assert.include(await again.text(), 'This payment has ended')
      assert.equal((await shop.verify(token, created.sp_order_id)).sp_code, code)
    })

  test('takes a form as well as JSON, and gives each attempt a number of its own', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShurjopayShop()
    cleanup(() => shop.shurjopay.stop())
    const { token } = await shop.login()
    const order = shop.order(token, { order_id: 'same' })
    const fields = new URLSearchParams()
    for (const [name, value] of Object.entries(order)) fields.set(name, String(value))
    const response = await fetch(`${shop.shurjopay.baseUrl}/api/secret-pay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: fields,
    })
    const first: unknown = await response.json()
    const second = await shop.create(token, { order_id: 'same' })

    assert.notEqual(record(first).sp_order_id, second.sp_order_id)
    assert.equal(record(first).customer_order_id, 'same')
  })
})

test.group('shurjoPay stand-in: what it refuses', () => {
  test('wrong passwords, foreign and expired tokens', async ({ assert, cleanup }) => {
    const shop = await openShurjopayShop()
    cleanup(() => shop.shurjopay.stop())
    const wrong = { ...GREEN, password: 'guess' }
    const { username, password } = wrong
    const refused = await shop.call('get_token', undefined, { username, password })
    assert.containSubset(refused, { status: 200, body: { sp_code: '1064' } })

    const { token } = await shop.login()
    assert.equal((await shop.call('secret-pay', undefined, shop.order(token))).status, 401)
    assert.equal((await shop.call('verification', `${token}x`, { order_id: 'x' })).status, 401)
    shop.shurjopay.control.useTokenLifetime(900)
    const short = await shop.login()
    shop.shurjopay.control.advance(901)
    assert.equal((await shop.call('verification', short.token, { order_id: 'x' })).status, 401)
    assert.equal((await shop.call('verification', token, { order_id: 'x' })).status, 200)
  })

  test("another store's token, number, prefix and orders", async ({ assert, cleanup }) => {
    const green = await openShurjopayShop()
    cleanup(() => green.shurjopay.stop())
    const blue = new ShurjopayShop(green.shurjopay, BLUE)
    const [{ token }, other] = [await green.login(), await blue.login()]
    const stolen = [{ token: other.token }, { store_id: other.storeId }, { prefix: BLUE.prefix }]
    for (const changes of stolen) {
      const { body } = await green.call('secret-pay', token, green.order(token, changes))
      assert.containSubset(body, { sp_code: '1064' })
    }
    const created = await green.create(token)
    const { body } = await blue.call('verification', other.token, { order_id: created.sp_order_id })
    assert.containSubset(body, { sp_code: '1011' })
    assert.lengthOf(green.shurjopay.control.orders(), 1)
  })

  test('an order with {field} = {value}')
    .with([
      { field: 'amount', value: '0' },
      { field: 'amount', value: '-5' },
      { field: 'amount', value: '1.234' },
      { field: 'amount', value: '1,000' },
      { field: 'amount', value: null },
      { field: 'order_id', value: '' },
      { field: 'return_url', value: 'shop/return' },
      { field: 'cancel_url', value: 'javascript:alert(1)' },
      { field: 'client_ip', value: '999.1.1.1' },
      { field: 'customer_phone', value: '+8801712345678' },
      { field: 'customer_email', value: 'nobody' },
      { field: 'customer_name', value: undefined },
      { field: 'colour', value: 'red' },
    ])
    .run(async ({ assert, cleanup }, { field, value }) => {
      const shop = await openShurjopayShop()
      cleanup(() => shop.shurjopay.stop())
      const { token } = await shop.login()
      const order = shop.order(token, { [field]: value })
      const { status, body } = await shop.call('secret-pay', token, order)

      assert.equal(status, 422)
      assert.property(record(record(body).errors), field)
    })

  test('another currency, a page without its token, a method or a body it does not know', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShurjopayShop()
    cleanup(() => shop.shurjopay.stop())
    const { token } = await shop.login()
    const order = shop.order(token, { currency: 'EUR' })
    assert.containSubset(await shop.call('secret-pay', token, order), { body: { sp_code: '1010' } })
    const created = await shop.create(token)
    const guessed = new URL(String(created.checkout_url))
    guessed.searchParams.set('token', 'guess')
    assert.equal(await statusOf(guessed), 404)
    assert.equal(await statusOf(`${shop.shurjopay.baseUrl}/api/verification`), 404)
    assert.equal((await shop.call('verification', token, ['x'])).status, 422)
    const more = { order_id: created.sp_order_id, extra: '1' }
    assert.equal((await shop.call('verification', token, more)).status, 422)
  })
})

test.group('shurjoPay stand-in: notices, faults and control', () => {
  test('tells the merchant by {method} with {parameter}, late and twice if so ordered')
    .with([
      { method: 'GET', parameter: 'order_id' },
      { method: 'POST', parameter: 'oid' },
    ] as const)
    .run(async ({ assert, cleanup }, { method, parameter }) => {
      const merchant = await openCallbackServer()
      cleanup(() => merchant.stop())
      const shop = await openShurjopayShop()
      cleanup(() => shop.shurjopay.stop())
      const { control } = shop.shurjopay
      const ipn = { url: `${merchant.origin}/ipn/abc`, method, parameter }
      control.addMerchant({ ...GREEN, ipn })
      const { token } = await shop.login()
      const created = await shop.create(token)
      const id = String(created.sp_order_id)
      control.notices.held = true
      control.notices.copies = 2
      control.complete(id, 'pay')
      await control.notices.idle()
      assert.lengthOf(merchant.met, 0)

      await control.notices.release()
      await control.notices.repeat(id)
      assert.lengthOf(merchant.met, 4)
      assert.containSubset(merchant.met[0], {
        method,
        path: '/ipn/abc',
        query: { [parameter]: id },
      })
      assert.deepEqual(control.notices.all()[0]?.deliveries, [200, 200, 200, 200])
    })

  test('pays and says nothing, lies, redirects, cuts off and answers a page', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShurjopayShop()
    cleanup(() => shop.shurjopay.stop())
    const { control } = shop.shurjopay
    const { token } = await shop.login()
    control.force({ path: 'secret-pay', mode: 'timeout-after-capture' })
    await assert.rejects(() => shop.call('secret-pay', token, shop.order(token), 300))
    assert.lengthOf(control.orders(), 1)

    const id = control.orders()[0]?.spOrderId ?? ''
    control.complete(id, 'pay')
    control.force({ path: 'verification', mode: 'lie-amount', value: '6000.0000' })
    assert.equal((await shop.verify(token, id)).amount, '6000.0000')
    control.force({ path: 'verification', mode: 'odd-bank-status' })
    assert.containSubset(await shop.verify(token, id), { sp_code: '1000', bank_status: 'Failed' })
    for (const mode of ['html', 'garbage', 'redirect', 'empty']) {
      control.force({ path: 'verification', mode })
      await assert.rejects(() => shop.verify(token, id), /JSON/)
    }
    control.force({ path: 'verification', mode: 'cut' })
    await assert.rejects(() => shop.verify(token, id), /terminated/)
    control.force({ path: 'verification', mode: 'slow-body', delayMs: 400 })
    const start = performance.now()
    assert.equal((await shop.verify(token, id)).sp_code, '1000')
    assert.isAbove(performance.now() - start, 300)
    control.useStyle({ amounts: 'plain', spCode: 'number' })
    assert.containSubset(await shop.verify(token, id), { amount: '50', sp_code: 1000 })
  })

  test('does over HTTP what it does in process', async ({ assert, cleanup }) => {
    const shop = await openShurjopayShop()
    cleanup(() => shop.shurjopay.stop())
    const control = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${shop.shurjopay.origin}/__control/${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const said: unknown = await response.json()
      return { status: response.status, said: JSON.stringify(said) }
    }
    const added = await control('POST', 'merchants', {
      username: 'new',
      password: 'secret-one',
      prefix: 'NEW',
      ipn: { url: 'http://127.0.0.1:9/ipn' },
    })
    assert.deepEqual(added, { status: 201, said: '{"storeId":3}' })
    const { token } = await shop.login()
    const { sp_order_id: id } = await shop.create(token)
    await control('POST', `payments/${String(id)}/complete`, { code: '1061' })
    const { body } = await shop.call('payment-status', token, { order_id: id })
    assert.containSubset(body, [{ sp_code: '1061' }])
    assert.equal((await control('POST', `payments/${String(id)}/complete`, {})).status, 400)
    const listed = await control('GET', 'payments')
    assert.include(listed.said, '"code":"1061"')
    assert.notMatch(listed.said, /password|secret-one|green-pw/)
    shop.shurjopay.control.payLate(String(id))
    assert.equal((await shop.verify(token, id)).sp_code, '1000')
  })
})

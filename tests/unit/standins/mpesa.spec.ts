import { test } from '@japa/runner'
import { MpesaShop, NUMBER, openMpesaShop, PAYBILL, record, TILL } from './mpesa_shop.js'
import { read, statusOf } from './web.js'
import { openWebhookListener } from './webhook_listener.js'

test.group('M-Pesa stand-in: a payment', () => {
  test('prompts the handset, takes the PIN, tells the callback once and answers the query', async ({
    assert,
    cleanup,
  }) => {
    const server = await openWebhookListener()
    cleanup(() => server.stop())
    const shop = await openMpesaShop(`${server.origin}/hook/abc`)
    cleanup(() => shop.mpesa.stop())
    const token = await shop.token()
    const { status, body } = await shop.push(token)
    const id = String(body.CheckoutRequestID)

    assert.equal(status, 200)
    assert.equal(body.ResponseCode, '0')
    assert.match(id, /^ws_CO_\d{15}712345678$/)
    assert.containSubset(await shop.query(token, id), {
      status: 500,
      body: { errorCode: '500.001.1001', errorMessage: 'The transaction is being processed' },
    })
    const prompt = await read(`${shop.mpesa.origin}/handset/${NUMBER}`)
    assert.include(prompt, 'KSh50.00')
    assert.include(prompt, 'Green Net')
    assert.notInclude(prompt, '<script')

    assert.include(await shop.press(id, 'pay'), 'sent to Green Net for account intent-1')
    await shop.mpesa.control.notices.idle()
    assert.lengthOf(server.heard, 1)
    const [callback] = server.heard
    assert.equal(callback?.path, '/hook/abc')
    assert.equal(callback?.headers.businessshortcode, PAYBILL.shortcode)
    assert.include(callback?.raw ?? '', '{"Name":"Amount","Value":50.00}')
    const said: unknown = JSON.parse(callback?.raw ?? '')
    const result = record(record(record(said).Body).stkCallback)
    assert.containSubset(result, {
      MerchantRequestID: body.MerchantRequestID,
      CheckoutRequestID: id,
      ResultCode: 0,
      CallbackMetadata: { Item: [{ Name: 'Amount', Value: 50 }] },
    })
    assert.match(callback?.raw ?? '', /"MpesaReceiptNumber","Value":"[A-Z0-9]{10}"/)
    assert.notInclude(callback?.raw ?? '', 'intent-1')

    const answered = await shop.query(token, id)
    assert.containSubset(answered, { status: 200, body: { ResponseCode: '0', ResultCode: '0' } })
    assert.notProperty(answered.body, 'Amount')
    assert.include(await shop.press(id, 'cancel'), 'confirmed')
    assert.equal((await shop.query(token, id)).body.ResultCode, '0')
  })

  test('{action} with the PIN {pin} ends as {code}')
    .with([
      { action: 'cancel', pin: '', code: '1032' },
      { action: 'timeout', pin: '', code: '1037' },
      { action: 'pay', pin: '0000', code: '2001' },
    ])
    .run(async ({ assert, cleanup }, { action, pin, code }) => {
      const server = await openWebhookListener()
      cleanup(() => server.stop())
      const shop = await openMpesaShop(`${server.origin}/hook`)
      cleanup(() => shop.mpesa.stop())
      const token = await shop.token()
      const id = await shop.pushed(token)
      await shop.press(id, action, pin)
      await shop.mpesa.control.notices.idle()

      assert.containSubset(await shop.query(token, id), {
        status: 200,
        body: { ResultCode: code },
      })
      const raw = server.heard[0]?.raw ?? ''
      assert.include(raw, `"ResultCode":${code}`)
      assert.notInclude(raw, 'CallbackMetadata')
    })

  test('a prompt nobody answers dies after a minute, and a busy handset takes no second', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openMpesaShop()
    cleanup(() => shop.mpesa.stop())
    const { control } = shop.mpesa
    const token = await shop.token()
    const first = await shop.pushed(token)
    const second = await shop.pushed(token)
    assert.notEqual(first, second)
    control.advance(2)
    assert.equal((await shop.query(token, second)).body.ResultCode, '1001')
    assert.equal((await shop.query(token, first)).status, 500)
    control.advance(59)
    assert.equal((await shop.query(token, first)).body.ResultCode, '1037')
    assert.include(await read(`${shop.mpesa.origin}/handset/${NUMBER}`), 'No prompt')
  })

  test('a till is paid by buy-goods, and a thin wallet is not enough', async ({
    assert,
    cleanup,
  }) => {
    const green = await openMpesaShop()
    cleanup(() => green.mpesa.stop())
    const shop = new MpesaShop(green.mpesa, TILL)
    const { control } = shop.mpesa
    control.setBalance(NUMBER, 7000)
    const token = await shop.token()
    const first = await shop.pushed(token)
    assert.equal(control.complete(first, 'pay').result, '0')
    const second = await shop.pushed(token)
    assert.equal(control.complete(second, 'pay').result, '1')
    assert.equal((await shop.query(token, second)).body.ResultCode, '1')
  })
})

test.group('M-Pesa stand-in: what it refuses', () => {
  test('wrong keys, grants and tokens, and a token that is an hour old', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openMpesaShop()
    cleanup(() => shop.mpesa.stop())
    assert.containSubset(await shop.login('green-key:guess'), {
      status: 400,
      body: { errorCode: '400.008.01' },
    })
    assert.containSubset(await shop.login('green-key:green:secret', 'password'), {
      status: 400,
      body: { errorCode: '400.008.02' },
    })
    const granted = await shop.login('green-key:green:secret')
    assert.strictEqual(granted.body.expires_in, '3599')
    const token = String(granted.body.access_token)
    assert.containSubset(await shop.push(`${token}x`), { body: { errorCode: '404.001.03' } })
    shop.mpesa.control.advance(3599)
    assert.containSubset(await shop.push(token), { status: 404 })
    assert.lengthOf(shop.mpesa.control.pushes(), 0)
  })

  test('a push with {field} = {value}')
    .with([
      { field: 'Amount', value: 0 },
      { field: 'Amount', value: 10.5 },
      { field: 'Amount', value: '10.00' },
      { field: 'Amount', value: 250_001 },
      { field: 'PhoneNumber', value: '0712345678' },
      { field: 'PhoneNumber', value: '+254712345678' },
      { field: 'PartyA', value: '254799999999' },
      { field: 'PartyB', value: '174380' },
      { field: 'TransactionType', value: 'CustomerBuyGoodsOnline' },
      { field: 'CallBackURL', value: 'http://shop.example/hook' },
      { field: 'CallBackURL', value: '/hook' },
      { field: 'AccountReference', value: 'thirteen-long' },
      { field: 'TransactionDesc', value: 'fourteen-long.' },
      { field: 'TransactionDesc', value: '' },
      { field: 'Timestamp', value: '20260230111111' },
      { field: 'Timestamp', value: '2026-06-07T11:11' },
      { field: 'Remarks', value: 'unknown' },
    ])
    .run(async ({ assert, cleanup }, { field, value }) => {
      const shop = await openMpesaShop()
      cleanup(() => shop.mpesa.stop())
      const answer = await shop.push(await shop.token(), { [field]: value })

      assert.equal(answer.status, 400)
      assert.equal(answer.body.errorCode, '400.002.02')
      assert.equal(answer.body.errorMessage, `Bad Request - Invalid ${field}`)
      assert.lengthOf(shop.mpesa.control.pushes(), 0)
    })

  test("a wrong password, another's shortcode, another's payment and one that is none", async ({
    assert,
    cleanup,
  }) => {
    const shop = await openMpesaShop()
    cleanup(() => shop.mpesa.stop())
    const blue = new MpesaShop(shop.mpesa, TILL)
    const [token, other] = [await shop.token(), await blue.token()]
    const stale = { ...shop.proof(0), Timestamp: shop.proof().Timestamp }
    const wrong = { status: 500, body: { errorMessage: 'Wrong credentials' } }
    assert.containSubset(await shop.push(token, stale), wrong)
    assert.containSubset(await shop.push(token, { ...shop.proof(), Password: 'x' }), wrong)
    assert.containSubset(await shop.push(other), {
      status: 500,
      body: { errorMessage: 'Merchant does not exist' },
    })
    const id = await shop.pushed(token)
    const none = { status: 500, body: { errorMessage: 'The transaction does not Exist' } }
    assert.containSubset(await blue.query(other, id), none)
    assert.containSubset(await shop.query(token, 'ws_CO_1'), none)
    assert.containSubset(await shop.query(token, id, stale), wrong)
    assert.equal((await shop.query(token, id, { Extra: 1 })).status, 400)
    assert.equal(await statusOf(`${shop.mpesa.baseUrl}/mpesa/stkpush/v1/processrequest`), 404)
  })

  test('words in the callback address, once told to mind them', async ({ assert, cleanup }) => {
    const shop = await openMpesaShop()
    cleanup(() => shop.mpesa.stop())
    const token = await shop.token()
    const address = { CallBackURL: 'https://shop.example/hook/MPesa/abc' }
    assert.equal((await shop.push(token, address)).status, 200)
    shop.mpesa.control.refuseWords()
    assert.equal((await shop.push(token, address)).status, 400)
  })
})

test.group('M-Pesa stand-in: faults, lies and control', () => {
  test('accepts and says nothing, loses answers, lies and speaks in all its ways', async ({
    assert,
    cleanup,
  }) => {
    const server = await openWebhookListener()
    cleanup(() => server.stop())
    const shop = await openMpesaShop(`${server.origin}/hook`)
    cleanup(() => shop.mpesa.stop())
    const { control } = shop.mpesa
    const token = await shop.token()
    control.force({ path: 'processrequest', mode: 'timeout-after-capture' })
    const body = shop.order()
    await assert.rejects(() => shop.call('stkpush/v1/processrequest', token, body, 300))
    assert.lengthOf(control.pushes(), 1)
    const id = control.pushes()[0]?.checkoutRequestId ?? ''

    control.usePendingStyle('code')
    assert.containSubset(await shop.query(token, id), { status: 200, body: { ResultCode: '4999' } })
    control.usePendingStyle('blank')
    assert.containSubset(await shop.query(token, id), {
      status: 200,
      body: { errorCode: '500.001.1001', errorMessage: '' },
    })
    control.notices.copies = 2
    control.lieNext({ amount: '5.00' })
    control.complete(id, 'pay')
    await control.notices.idle()
    assert.lengthOf(server.heard, 2)
    assert.include(server.heard[1]?.raw ?? '', '"Amount","Value":5.00')

    control.force({ path: 'query', mode: 'no-answer' })
    assert.equal((await shop.query(token, id)).status, 500)
    control.force({ path: 'query', mode: 'lie-result', value: '1032' })
    assert.equal((await shop.query(token, id)).body.ResultCode, '1032')
    control.force({ path: 'query', mode: 'too-many' })
    assert.equal((await shop.query(token, id)).status, 429)
    for (const mode of ['html', 'garbage', 'redirect', 'empty']) {
      control.force({ path: 'query', mode })
      await assert.rejects(() => shop.query(token, id), /JSON/)
    }
    assert.equal((await shop.query(token, id)).body.ResultCode, '0')
  })

  test('does over HTTP what it does in process, and shows no secret', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openMpesaShop()
    cleanup(() => shop.mpesa.stop())
    const control = async (path: string, body?: unknown) => {
      const response = await fetch(`${shop.mpesa.origin}/__control/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return { status: response.status, said: await response.text() }
    }
    const fresh = { ...PAYBILL, consumerKey: 'new', shortcode: '999999' }
    assert.equal((await control('merchants', fresh)).status, 201)
    assert.equal((await control('merchants', { shortcode: '9' })).status, 400)
    assert.equal((await shop.login('new:green:secret')).status, 200)

    const token = await shop.token()
    const id = await shop.pushed(token)
    assert.equal((await control(`payments/${id}/complete`, { code: '4999' })).status, 400)
    assert.equal((await control(`payments/${id}/complete`, { action: 'cancel' })).status, 200)
    assert.equal((await control(`payments/${id}/complete`, { action: 'pay' })).status, 400)
    const listed = await control('payments')
    assert.include(listed.said, '"result":"1032"')
    assert.notMatch(listed.said, /passkey|secret/i)
    shop.mpesa.control.payLate(id)
    assert.equal((await shop.query(token, id)).body.ResultCode, '0')
    await control('clock', { advanceSeconds: 4000 })
    assert.equal((await shop.query(token, id)).status, 404)
  })
})

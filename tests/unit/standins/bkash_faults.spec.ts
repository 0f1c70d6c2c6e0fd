import { test } from '@japa/runner'
import { codeOf, openShop } from './bkash_shop.js'

test.group('bKash stand-in: faults and control', () => {
  test('charges and says nothing: {$self}')
    .with(['drop-after-capture', 'timeout-after-capture'] as const)
    .run(async ({ assert, cleanup }, mode) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const { control } = shop.bkash
      const token = await shop.token()
      const paymentID = await shop.verified(token)
      control.force({ path: 'execute', mode })
      await assert.rejects(() => shop.call('execute', token, { paymentID }, 300))
      const query = await shop.call('payment/status', token, { paymentID })

      assert.equal(query.transactionStatus, 'Completed')
      assert.equal(control.calls('execute'), 1)
    })

  test('neither charges nor answers: {$self}')
    .with(['timeout', 'drop'] as const)
    .run(async ({ assert, cleanup }, mode) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const token = await shop.token()
      const paymentID = await shop.verified(token)
      shop.bkash.control.force({ path: 'execute', mode })
      await assert.rejects(() => shop.call('execute', token, { paymentID }, 300))

      const query = await shop.call('payment/status', token, { paymentID })
      assert.equal(query.transactionStatus, 'Initiated')
      assert.equal(shop.bkash.control.walletBalance('01712345678'), '25000.00')
    })

  test('answers {mode} with HTTP {status}')
    .with([
      { mode: '500', status: 500, says: 'Internal Server Error' },
      { mode: 'html', status: 200, says: '<h1>' },
      { mode: 'maintenance', status: 200, says: '"statusCode":"503"' },
      { mode: 'system-error', status: 200, says: '"statusCode":"9999"' },
      { mode: 'expired-token', status: 401, says: 'expired' },
    ])
    .run(async ({ assert, cleanup }, { mode, status, says }) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      shop.bkash.control.force({ path: 'create', mode, times: 2 })
      const address = `${shop.bkash.baseUrl}/tokenized/checkout/create`
      const replies = [await fetch(address, { method: 'POST' })]
      replies.push(await fetch(address, { method: 'POST' }))

      for (const reply of replies) {
        assert.equal(reply.status, status)
        assert.include(await reply.text(), says)
      }
      assert.equal(codeOf(await shop.call('create', await shop.token(), shop.order())), '0000')
    })

  test('lies about {field} once')
    .with([
      { mode: 'lie-amount', field: 'amount', value: '1.00' },
      { mode: 'lie-currency', field: 'currency', value: 'USD' },
      { mode: 'lie-invoice', field: 'merchantInvoice', value: 'another-invoice' },
      { mode: 'lie-status', field: 'transactionStatus', value: 'Completed' },
    ])
    .run(async ({ assert, cleanup }, { mode, field, value }) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const token = await shop.token()
      const paymentID = await shop.create(token)
      shop.bkash.control.force({ path: 'payment/status', mode })
      const lie = await shop.call('payment/status', token, { paymentID })
      const truth = await shop.call('payment/status', token, { paymentID })

      assert.equal(lie[field], value)
      assert.notEqual(truth[field], value)
    })

  test('is slow and right when told so', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const token = await shop.token()
    shop.bkash.control.force({ path: 'create', mode: 'slow', delayMs: 120 })
    const start = performance.now()
    const reply = await shop.call('create', token, shop.order())

    assert.equal(reply.statusCode, '0000')
    assert.isAbove(performance.now() - start, 100)
  })

  test('does over HTTP what it does in process', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const control = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${shop.bkash.origin}/__control/${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const said: unknown = await response.json()
      return [response.status, said]
    }
    const added = { username: 'new', password: 'p', appKey: 'nk', appSecret: 'ns' }
    assert.deepEqual(await control('POST', 'merchants', added), [201, {}])

    const token = await shop.token()
    const paymentID = await shop.create(token)
    const done = await control('POST', `payments/${paymentID}/complete`, { action: 'pay' })
    assert.include(JSON.stringify(done), 'status=success')
    await control('POST', 'faults', { path: 'execute', mode: 'refuse', value: '2023' })
    assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '2023')
    const calls = await control('GET', 'calls?path=execute')
    assert.deepEqual(calls, [200, { path: 'execute', calls: 1 }])
    const listed = JSON.stringify(await control('GET', 'payments'))
    assert.include(listed, '"state":"verified"')
    assert.notMatch(listed, /appSecret|password/)

    await control('POST', 'clock', { advanceSeconds: 3600 })
    const { status } = await shop.raw('/v1.2.0-beta/tokenized/checkout/execute', {
      headers: { 'authorization': token, 'x-app-key': 'gk' },
      body: '{}',
    })
    assert.equal(status, 401)
    const unknownMode = await control('POST', 'faults', { path: 'x', mode: 'magic' })
    const unknownPayment = await control('POST', 'payments/none/complete', { action: 'pay' })
    assert.deepEqual([unknownMode[0], unknownPayment[0]], [400, 400])
  })
})

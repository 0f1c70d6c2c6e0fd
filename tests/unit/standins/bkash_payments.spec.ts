import { test } from '@japa/runner'
import { BLUE, CALLBACK, codeOf, openShop, Shop } from './bkash_shop.js'
import { statusOf } from './web.js'

const BKASH_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d:\d{3} GMT\+0600$/

test.group('bKash stand-in: create', () => {
  test('opens a payment and says where to pay', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const reply = await shop.call('create', await shop.token(), shop.order({ amount: '50.5' }))

    assert.containSubset(reply, {
      statusCode: '0000',
      transactionStatus: 'Initiated',
      amount: '50.5',
      currency: 'BDT',
      intent: 'sale',
      merchantInvoiceNumber: 'INV-1',
      callbackURL: CALLBACK,
    })
    assert.match(String(reply.paymentCreateTime), BKASH_TIME)
    const success = new URL(String(reply.successCallbackURL))
    assert.equal(success.searchParams.get('status'), 'success')
    assert.equal(await statusOf(String(reply.bkashURL)), 200)
  })

  test('refuses {field} = {value} with {code}')
    .with([
      { field: 'mode', value: '0012', code: '2063' },
      { field: 'payerReference', value: 'a<b', code: '2048' },
      { field: 'callbackURL', value: 'shop/callback', code: '2049' },
      { field: 'callbackURL', value: 'javascript:alert(1)', code: '2049' },
      { field: 'amount', value: 50, code: '2006' },
      { field: 'amount', value: '0', code: '2006' },
      { field: 'amount', value: '-5', code: '2006' },
      { field: 'amount', value: '1.234', code: '2006' },
      { field: 'amount', value: '1,000', code: '2006' },
      { field: 'amount', value: '1e3', code: '2006' },
      { field: 'currency', value: 'USD', code: '2007' },
      { field: 'intent', value: 'authorization', code: '2008' },
      { field: 'merchantInvoiceNumber', value: 'a&b', code: '2031' },
      { field: 'merchantInvoiceNumber', value: '', code: '2031' },
      { field: 'agreementID', value: 'x', code: '2051' },
      { field: 'colour', value: 'red', code: '2025' },
    ])
    .run(async ({ assert, cleanup }, { field, value, code }) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const token = await shop.token()

      assert.equal(codeOf(await shop.call('create', token, shop.order({ [field]: value }))), code)
      assert.lengthOf(shop.bkash.control.payments(), 0)
    })

  test('refuses an order without {$self}')
    .with([
      'mode',
      'payerReference',
      'callbackURL',
      'amount',
      'currency',
      'intent',
      'merchantInvoiceNumber',
    ])
    .run(async ({ assert, cleanup }, field) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const order = shop.order({ [field]: undefined })

      assert.equal(codeOf(await shop.call('create', await shop.token(), order)), '2065')
    })

  test('takes references of 255 characters and refuses longer ones', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const token = await shop.token()
    const long = { payerReference: 'x'.repeat(256) }

    assert.match(await shop.create(token, { payerReference: 'x'.repeat(255) }), /^TR0011/)
    assert.equal(codeOf(await shop.call('create', token, shop.order(long))), '2048')
  })

  test('takes an invoice number once per merchant', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const other = new Shop(shop.bkash, BLUE)
    const token = await shop.token()
    await shop.create(token, { merchantInvoiceNumber: 'A' })
    const again = shop.order({ merchantInvoiceNumber: 'A' })

    assert.equal(codeOf(await shop.call('create', token, again)), '2031')
    assert.match(await other.create(await other.token(), { merchantInvoiceNumber: 'A' }), /^TR/)
  })
})

test.group('bKash stand-in: execute and query', () => {
  test('charges at execute, not when the PIN is entered', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { control } = shop.bkash
    const token = await shop.token()
    const paymentID = await shop.verified(token)
    const pending = await shop.call('payment/status', token, { paymentID })

    assert.containSubset(pending, {
      transactionStatus: 'Initiated',
      verificationStatus: 'Complete',
      merchantInvoice: 'INV-1',
    })
    assert.notProperty(pending, 'trxID')
    assert.equal(control.walletBalance('01712345678'), '25000.00')

    const executed = await shop.call('execute', token, { paymentID })
    assert.containSubset(executed, {
      statusCode: '0000',
      transactionStatus: 'Completed',
      customerMsisdn: '01712345678',
      amount: '50.00',
      merchantInvoiceNumber: 'INV-1',
    })
    assert.match(String(executed.trxID), /^[A-Z0-9]{10}$/)
    assert.match(String(executed.paymentExecuteTime), BKASH_TIME)
    assert.equal(control.walletBalance('01712345678'), '24950.00')

    const settled = await shop.call('payment/status', token, { paymentID })
    assert.containSubset(settled, { transactionStatus: 'Completed', trxID: executed.trxID })
  })

  test('refuses to execute before the PIN', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const token = await shop.token()
    const paymentID = await shop.create(token)

    assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '2060')
    shop.bkash.control.complete(paymentID, 'pay')
    assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '0000')
  })

  test('charges once, however often it is asked ({$self})')
    .with(['2062', '2117'] as const)
    .run(async ({ assert, cleanup }, code) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      shop.bkash.control.useAlreadyCompletedCode(code)
      const token = await shop.token()
      const paymentID = await shop.verified(token)
      const replies = await Promise.all(
        Array.from({ length: 5 }, () => shop.call('execute', token, { paymentID }))
      )

      assert.deepEqual(replies.map(codeOf).sort(), ['0000', code, code, code, code])
      assert.equal(shop.bkash.control.walletBalance('01712345678'), '24950.00')
      assert.equal(shop.bkash.control.calls('execute'), 5)
    })

  test('refuses to execute what the customer did not pay: {$self}')
    .with(['cancel', 'fail'] as const)
    .run(async ({ assert, cleanup }, action) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const token = await shop.token()
      const paymentID = await shop.create(token)
      const back = new URL(shop.bkash.control.complete(paymentID, action))

      assert.equal(back.searchParams.get('status'), action === 'fail' ? 'failure' : 'cancel')
      assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '2056')
      const query = await shop.call('payment/status', token, { paymentID })
      assert.equal(query.transactionStatus, 'Initiated')
    })

  test('lets a payment die after 24 hours', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { control } = shop.bkash
    const token = await shop.token()
    const paymentID = await shop.verified(token)
    control.advance(24 * 3600)
    const fresh = await shop.token()

    assert.equal(codeOf(await shop.call('execute', fresh, { paymentID })), '2056')
    assert.equal(control.walletBalance('01712345678'), '25000.00')
  })

  test('refuses the same wallet and amount within two minutes', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const token = await shop.token()
    const pay = async (amount: string, wallet: string) => {
      const paymentID = await shop.verified(token, { amount }, wallet)
      return codeOf(await shop.call('execute', token, { paymentID }))
    }

    assert.equal(await pay('50.00', '01712345678'), '0000')
    assert.equal(await pay('50', '01712345678'), '2029')
    assert.equal(await pay('60.00', '01712345678'), '0000')
    assert.equal(await pay('50.00', '01812345678'), '0000')
    shop.bkash.control.advance(120)
    assert.equal(await pay('50.00', '01712345678'), '0000')
  })

  test('refuses a wallet that has too little, and spends the payment', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { control } = shop.bkash
    const token = await shop.token()
    control.setWalletBalance('01712345678', '49.99')
    const paymentID = await shop.verified(token)

    assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '2023')
    control.setWalletBalance('01712345678', '500')
    assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '2056')
  })

  test('hides payments of other merchants from {$self}')
    .with(['execute', 'payment/status'])
    .run(async ({ assert, cleanup }, path) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const paymentID = await shop.verified(await shop.token())
      const other = new Shop(shop.bkash, BLUE)
      const token = await other.token()

      assert.equal(codeOf(await other.call(path, token, { paymentID })), '2002')
      assert.equal(codeOf(await other.call(path, token, { paymentID: 'TR0011none' })), '2002')
      assert.equal(codeOf(await other.call(path, token, { paymentID, more: 1 })), '2025')
      assert.equal(codeOf(await other.call(path, token, {})), '2065')
    })

  test('finds a transaction by its id for its own merchant only', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const other = new Shop(shop.bkash, BLUE)
    const token = await shop.token()
    const paymentID = await shop.verified(token)
    const { trxID } = await shop.call('execute', token, { paymentID })
    const path = 'general/searchTransaction'
    const found = await shop.call(path, token, { trxID })

    assert.containSubset(found, { statusCode: '0000', trxID, transactionStatus: 'Completed' })
    assert.equal(codeOf(await other.call(path, await other.token(), { trxID })), '2033')
  })

  test('refuses in the envelope it is told to use: {$self}')
    .with(['status', 'error'] as const)
    .run(async ({ assert, cleanup }, envelope) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      shop.bkash.control.useEnvelope(envelope)
      const reply = await shop.call('execute', await shop.token(), { paymentID: 'none' })

      assert.deepEqual(Object.keys(reply), [`${envelope}Code`, `${envelope}Message`])
    })
})

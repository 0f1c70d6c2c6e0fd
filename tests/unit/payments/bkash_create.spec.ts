import { test } from '@japa/runner'

import { trustMobileNumber } from '#core/mobile_number'
import { Money } from '#core/money'

import { answer, answerJson, drop, silence } from '../core/http/scripted_server.js'
import { bkashServer, credentials, failure, intent, open, PAYMENT_ID, token } from './bkash_wire.js'

const unpaid = intent({ gatewayReference: null })
const url = `https://sandbox.payment.bkash.com/redirect/tokenized/?paymentID=${PAYMENT_ID}&mode=0011`

const initiated = (changes: object = {}) =>
  answerJson({
    statusCode: '0000',
    statusMessage: 'Successful',
    paymentID: PAYMENT_ID,
    bkashURL: url,
    transactionStatus: 'Initiated',
    amount: '50.55',
    ...changes,
  })

test.group('bKash create', () => {
  test('asks for what the vendor documents and nothing else', async ({ assert, cleanup }) => {
    const server = await bkashServer({ create: initiated() })
    cleanup(server.close)

    const outcome = await open(server).create(unpaid)

    assert.containsSubset(outcome, {
      outcome: 'created',
      gatewayReference: PAYMENT_ID,
      next: { kind: 'redirect', url },
    })
    const [grant] = server.of('grant')
    assert.equal(grant?.headers['username'], credentials.username)
    assert.equal(grant?.headers['password'], credentials.password)
    assert.deepEqual(JSON.parse(grant?.body ?? ''), {
      app_key: credentials.app_key,
      app_secret: credentials.app_secret,
    })
    const [create] = server.of('create')
    assert.equal(create?.method, 'POST')
    assert.equal(create?.headers['authorization'], 'id-token-1')
    assert.equal(create?.headers['x-app-key'], credentials.app_key)
    assert.deepEqual(JSON.parse(create?.body ?? ''), {
      mode: '0011',
      payerReference: '01770618575',
      callbackURL: 'http://greennet.localhost/pay/bkash/INV-1',
      amount: '50.55',
      currency: 'BDT',
      intent: 'sale',
      merchantInvoiceNumber: 'INV-1',
    })
  })

  test('writes whole taka with decimals and leaves foreign numbers alone', async ({
    assert,
    cleanup,
  }) => {
    const server = await bkashServer({ create: initiated() })
    cleanup(server.close)

    const mobile = trustMobileNumber('+919876543210')
    await open(server).create({ ...unpaid, amount: Money.of(3000, 'BDT'), mobile })

    const body = JSON.parse(server.of('create')[0]?.body ?? '')
    assert.equal(body.amount, '30.00')
    assert.equal(body.payerReference, '+919876543210')
  })

  test('{0} is {2} for {3}')
    .with([
      ['a bad app key', failure('2001', 'Invalid App Key'), 'refused', 'misconfigured'],
      ['a bad amount', failure('2006', 'Invalid amount'), 'refused', 'amount_not_accepted'],
      ['a duplicate', failure('2029', 'Duplicate'), 'refused', 'duplicate_payment'],
      ['a bad callback', failure('2049', 'Invalid URL'), 'refused', 'misconfigured'],
      ['maintenance', failure('503', 'Maintenance'), 'refused', 'maintenance'],
      ['a system error', failure('9999', 'System Error'), 'unknown', 'gateway_error'],
      ['a code nobody knows', failure('2999', 'What'), 'unknown', 'gateway_error'],
      [
        'the other envelope',
        answerJson({ errorCode: '2048', errorMessage: 'Invalid Payer Reference' }),
        'refused',
        'misconfigured',
      ],
      ['silence', silence, 'unknown', 'no_answer'],
      ['a dropped connection', drop, 'unknown', 'no_answer'],
      ['an error page', answer(502, '<html>Bad gateway'), 'unknown', 'unreadable_answer'],
      ['a redirect', answer(302, ''), 'unknown', 'unreadable_answer'],
      ['no payment id', initiated({ paymentID: null }), 'unknown', 'unreadable_answer'],
      ['no page to go to', initiated({ bkashURL: undefined }), 'unknown', 'unreadable_answer'],
      [
        'a page that is a script',
        initiated({ bkashURL: 'javascript:1' }),
        'unknown',
        'unreadable_answer',
      ],
      ['a list', answerJson([]), 'unknown', 'unreadable_answer'],
    ] as const)
    .run(async ({ assert, cleanup }, [, step, outcome, reason]) => {
      const server = await bkashServer({ create: step })
      cleanup(server.close)

      assert.containsSubset(await open(server).create(unpaid), { outcome, reason })
      assert.lengthOf(server.of('create'), 1)
    })

  test('refuses by itself {0}, and sends nothing')
    .with([
      ['another currency', { amount: Money.of(100, 'USD') }, 'amount_not_accepted'],
      ['nothing to pay', { amount: Money.of(0, 'BDT') }, 'amount_not_accepted'],
      ['a reference with <', { reference: 'a<b' }, 'misconfigured'],
      ['a reference with &', { reference: 'a&b' }, 'misconfigured'],
      ['a reference of 256', { reference: 'a'.repeat(256) }, 'misconfigured'],
    ] as const)
    .run(async ({ assert, cleanup }, [, change, reason]) => {
      const server = await bkashServer({ create: initiated() })
      cleanup(server.close)

      const outcome = await open(server).create({ ...unpaid, ...change })
      assert.containsSubset(outcome, { outcome: 'refused', reason })
      assert.lengthOf(server.received, 0)
    })

  test('is refused when no token can be had', async ({ assert, cleanup }) => {
    const server = await bkashServer({ grant: failure('2001', 'Invalid App Key') })
    cleanup(server.close)

    const outcome = await open(server).create(unpaid)
    assert.containsSubset(outcome, { outcome: 'refused', reason: 'misconfigured' })
    assert.lengthOf(server.of('create'), 0)
  })

  test('is refused when bKash cannot be reached', async ({ assert }) => {
    const server = await bkashServer({})
    await server.close()

    const outcome = await open(server).create(unpaid)
    assert.containsSubset(outcome, { outcome: 'refused', reason: 'unreachable' })
  })

  test('gets another token for a 401 and tries once more', async ({ assert, cleanup }) => {
    const expired = answer(401, '{"message":"The incoming token has expired"}')
    const server = await bkashServer({
      grant: [token('id-token-1'), token('id-token-2')],
      create: [expired, initiated()],
    })
    cleanup(server.close)

    const outcome = await open(server).create(unpaid)
    assert.equal(outcome.outcome, 'created')
    assert.equal(server.of('create')[1]?.headers['authorization'], 'id-token-2')
  })

  test('keeps the exchanges as evidence, without a secret in them', async ({ assert, cleanup }) => {
    const { app_key: key, app_secret: appSecret, password } = credentials
    const echo = answerJson({ errorCode: '2001', echo: { key, password, token: 'id-token-1' } })
    const leaky = token('id-token-1', { echo: appSecret })
    const server = await bkashServer({ grant: leaky, create: echo })
    cleanup(server.close)

    const { evidence } = await open(server).create(unpaid)

    assert.deepEqual(
      evidence.map(({ call, status }) => [call, status]),
      [
        ['bKash token grant', 200],
        ['bKash create', 200],
      ]
    )
    assert.equal(
      evidence[1]?.body,
      '{"errorCode":"2001","echo":{"key":"[secret]","password":"[secret]","token":"[secret]"}}'
    )
    for (const secret of [key, appSecret, 'p@ss', 'id-token-1']) {
      assert.notInclude(JSON.stringify(evidence), secret)
    }
  })
})

import { test } from '@japa/runner'

import {
  answer,
  answerJson,
  drop,
  silence,
  slowBody,
  type Step,
} from '../core/http/scripted_server.js'
import { completed, failure, payment, PAYMENT_ID, verdictOf } from './bkash_wire.js'

const initiated = payment('Initiated')
const errorEnvelope = (errorCode: unknown, errorMessage: string) =>
  answerJson({ errorCode, errorMessage })

/** What execute may answer, with a query that shows the money taken or not. */
const openEnded: [string, Step][] = [
  ['2056 invalid state', failure('2056', 'Invalid Payment State')],
  ['2062 already completed', failure('2062', 'The payment has already been completed')],
  ['2117 already executed', errorEnvelope('2117', 'Execution already completed')],
  ['503 maintenance', failure('503', 'Maintenance')],
  ['9999 system error', failure('9999', 'System Error')],
  ['an unknown code', failure('2998', 'Something new')],
  ['a code as a number', errorEnvelope(2062, 'already completed')],
  ['a timeout', silence],
  ['a slow body', slowBody],
  ['a dropped connection', drop],
  ['an HTML page', answer(200, '<html>Maintenance</html>', 'text/html')],
  ['HTML under 503', answer(503, '<html></html>', 'text/html')],
  ['a redirect', answer(302, '')],
  ['an empty body', answer(200, '')],
  ['cut JSON', answer(200, '{"statusCode":"0000","transactionStatus":"Comp')],
  ['a list', answerJson([{ statusCode: '0000' }])],
  ['null', answerJson(null)],
  ['success that is still Initiated', initiated],
]

/** Execute refused for good: nothing is taken unless the query says so. */
const closing: [string, Step, string][] = [
  ['2023 no balance', failure('2023', 'Insufficient Balance'), 'insufficient_funds'],
  [
    '2023 in the other envelope',
    errorEnvelope('2023', 'Insufficient Balance'),
    'insufficient_funds',
  ],
  ['2029 duplicate', failure('2029', 'Duplicate for all transactions'), 'duplicate_payment'],
  ['2014 wrong PIN', failure('2014', 'Wrong PIN'), 'wrong_pin'],
  ['2037 debit blocked', failure('2037', 'Debit party state'), 'wallet_not_usable'],
  ['2069 cancelled', failure('2069', 'Cancelled'), 'cancelled_by_customer'],
]

const malformed: [string, object][] = [
  ['no trxID', { trxID: undefined }],
  ['an object as trxID', { trxID: { $ne: '' } }],
  ['a NUL in trxID', { trxID: 'A\u0000B' }],
  ['no amount', { amount: undefined }],
  ['an empty amount', { amount: '' }],
  ['a list as amount', { amount: ['50.55'] }],
  ['a negative amount', { amount: '-50.55' }],
  ['a third decimal', { amount: '50.555' }],
  ['an amount in words', { amount: 'fifty' }],
  ['an amount beyond numbers', { amount: 1e21 }],
  ['no currency', { currency: undefined }],
  ['an unknown currency', { currency: 'XXX' }],
  ['no invoice', { merchantInvoiceNumber: undefined }],
  ['another payment', { paymentID: 'TR0011OTHER' }],
  ['no payment id', { paymentID: undefined }],
  ['true as status code', { statusCode: true }],
]

test.group('bKash execute', () => {
  test('captures by execute and reports what bKash says', async ({ assert }) => {
    const { server, verdict } = await verdictOf({ execute: completed() })

    assert.deepInclude(verdict, {
      state: 'paid',
      gatewayTransaction: '6H7801QFYM',
      gatewayReference: PAYMENT_ID,
      merchantReference: 'INV-1',
      payer: '01770618575',
    })
    assert.equal(verdict.state === 'paid' && verdict.amount.minor, 5055)
    assert.deepEqual(JSON.parse(server.of('execute')[0]?.body ?? ''), { paymentID: PAYMENT_ID })
    assert.lengthOf(server.of('query'), 0)
  })

  test('reads the amount {0} as {1} poisha')
    .with([
      ['50.55', 5055],
      [50.55, 5055],
      ['50.5500', 5055],
      ['6000.0000', 600_000],
      ['347.1', 34_710],
      [21, 2100],
      ['1', 100],
    ] as const)
    .run(async ({ assert }, [amount, minor]) => {
      const { verdict } = await verdictOf({ execute: completed({ amount }) })
      assert.equal(verdict.state === 'paid' && verdict.amount.minor, minor)
    })

  test('reports figures that are not ours, for the caller to compare', async ({ assert }) => {
    const other = completed({ amount: '0.01', currency: 'USD', merchantInvoiceNumber: 'INV-2' })
    const { verdict } = await verdictOf({ execute: other })

    assert.equal(verdict.state === 'paid' && verdict.amount.toDecimal(), '0.01')
    assert.equal(verdict.state === 'paid' && verdict.amount.currency, 'USD')
    assert.equal(verdict.state === 'paid' && verdict.merchantReference, 'INV-2')
  })

  test('after {0} on execute a query that says Completed is paid')
    .with(openEnded.map(([name, step]) => [name, step] as const))
    .run(async ({ assert }, [, step]) => {
      const { server, verdict } = await verdictOf({ execute: step, query: completed() })
      assert.equal(verdict.state, 'paid')
      assert.lengthOf(server.of('execute'), 1)
    })

  test('after {0} on execute a query that says Initiated leaves it pending')
    .with(openEnded.map(([name, step]) => [name, step] as const))
    .run(async ({ assert }, [, step]) => {
      const { server, verdict } = await verdictOf({ execute: step, query: initiated })
      assert.equal(verdict.state, 'pending')
      assert.lengthOf(server.of('execute'), 1)
    })

  test('after {0} on execute and no answer to the query it is unknown')
    .with(openEnded.map(([name, step]) => [name, step] as const))
    .run(async ({ assert }, [, step]) => {
      const { verdict } = await verdictOf({ execute: step, query: drop })
      assert.containsSubset(verdict, { state: 'unknown', reason: 'no_answer' })
    })

  test('{0} on execute closes it as {2} once the query shows no money taken')
    .with(closing)
    .run(async ({ assert }, [, step, reason]) => {
      const { verdict } = await verdictOf({ execute: step, query: initiated })
      assert.containsSubset(verdict, { state: 'failed', reason })
    })

  test('{0} on execute does not hide money that was taken')
    .with(closing)
    .run(async ({ assert }, [, step]) => {
      const { verdict } = await verdictOf({ execute: step, query: completed() })
      assert.equal(verdict.state, 'paid')
    })

  test('{0} on execute is not final while the query does not answer')
    .with(closing)
    .run(async ({ assert }, [, step]) => {
      const { verdict } = await verdictOf({ execute: step, query: drop })
      assert.equal(verdict.state, 'unknown')
    })

  test('Completed with {0} is not paid, and the query is asked')
    .with(malformed)
    .run(async ({ assert }, [, change]) => {
      const asked = await verdictOf({ execute: completed(change), query: completed() })
      assert.equal(asked.verdict.state, 'paid')

      const both = await verdictOf({ execute: completed(change), query: completed(change) })
      assert.containsSubset(both.verdict, { state: 'unknown', reason: 'unreadable_answer' })
    })

  test('success under an HTTP error is not believed', async ({ assert }) => {
    const { verdict } = await verdictOf({ execute: completed({}, 500), query: initiated })
    assert.equal(verdict.state, 'pending')
  })
})

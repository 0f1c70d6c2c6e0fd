import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'

import {
  answer,
  answerJson,
  drop,
  silence,
  slowBody,
  type Step,
} from '../core/http/scripted_server.js'
import {
  bkashServer,
  callback,
  completed,
  failure,
  intent,
  open,
  payment,
  PAYMENT_ID,
  START,
  success,
  token,
  type Script,
} from './bkash_wire.js'

const initiated = payment('Initiated')
const errorEnvelope = (errorCode: unknown, errorMessage: string) =>
  answerJson({ errorCode, errorMessage })

type Case = [name: string, script: Script, state: string, reason?: string]

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

async function verdictOf(script: Script, change = {}, hint = success) {
  const server = await bkashServer(script)
  const verdict = await open(server).confirm(hint, intent(change))
  await server.close()
  return { server, verdict }
}

test.group('bKash confirm', () => {
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

  test('callback {0} with a query of {1} is {2}')
    .with([
      ['cancel', 'Initiated', 'cancelled', initiated],
      ['failure', 'Initiated', 'failed', initiated],
      ['cancel', 'Completed', 'paid', completed()],
      ['failure', 'Completed', 'paid', completed()],
      ['cancel', 'silence', 'unknown', silence],
      ['failure', 'HTML', 'unknown', answer(200, '<html>')],
      ['cancel', 'Cancelled', 'cancelled', payment('Cancelled')],
      ['something', 'Initiated', 'pending', initiated],
      ['', 'Initiated', 'pending', initiated],
      ['SUCCESS', 'Initiated', 'pending', initiated],
    ] as const)
    .run(async ({ assert }, [status, , state, query]) => {
      const hint = callback({ paymentID: PAYMENT_ID, status })
      const { server, verdict } = await verdictOf({ query }, {}, hint)
      assert.equal(verdict.state, state)
      assert.lengthOf(server.of('execute'), 0)
    })

  test('a callback that names {0} never executes, and decides nothing')
    .with([
      ['another payment', { paymentID: 'TR0011OTHER', status: 'success' }],
      ['another payment, cancelled', { paymentID: 'TR0011OTHER', status: 'cancel' }],
      ['no payment', { status: 'success' }],
      ['nothing', {}],
    ] as [string, Record<string, string>][])
    .run(async ({ assert }, [, query]) => {
      const { server, verdict } = await verdictOf({ query: initiated }, {}, callback(query))
      assert.containsSubset(verdict, { state: 'pending', reason: 'waiting_for_customer' })
      assert.lengthOf(server.of('execute'), 0)
      assert.deepEqual(JSON.parse(server.of('query')[0]?.body ?? ''), { paymentID: PAYMENT_ID })
    })

  test('a replayed success finds the money already taken', async ({ assert, cleanup }) => {
    const server = await bkashServer({
      execute: [completed(), failure('2062', 'already completed')],
      query: completed(),
    })
    cleanup(server.close)
    const gateway = open(server)

    const first = await gateway.confirm(success, intent())
    const second = await gateway.confirm(success, intent())
    assert.equal(first.state === 'paid' && first.gatewayTransaction, '6H7801QFYM')
    assert.equal(second.state === 'paid' && second.gatewayTransaction, '6H7801QFYM')
  })

  test('repeating a success whose execute never arrived captures it', async ({
    assert,
    cleanup,
  }) => {
    const server = await bkashServer({ execute: [drop, completed()], query: initiated })
    cleanup(server.close)
    const gateway = open(server)

    const first = await gateway.confirm(success, intent())
    const second = await gateway.confirm(success, intent())
    assert.deepEqual([first.state, second.state], ['pending', 'paid'])
  })

  test('an execute refused for its token is repeated with another', async ({ assert, cleanup }) => {
    const server = await bkashServer({
      grant: [token('id-token-1'), token('id-token-2')],
      execute: [answer(401, '{"message":"Unauthorized"}'), completed()],
    })
    cleanup(server.close)

    const verdict = await open(server).confirm(success, intent())
    assert.equal(verdict.state, 'paid')
  })

  test('keeps every exchange that led to the verdict', async ({ assert }) => {
    const script = { execute: drop, query: completed() }
    const { verdict } = await verdictOf(script)
    assert.deepEqual(
      verdict.evidence.map(({ call, status }) => [call, status]),
      [
        ['bKash token grant', 200],
        ['bKash execute', null],
        ['bKash query', 200],
      ]
    )
  })
})

test.group('bKash query', () => {
  const cases: Case[] = [
    ['Completed', { query: completed() }, 'paid'],
    ['Initiated', { query: initiated }, 'pending', 'waiting_for_customer'],
    ['Cancelled', { query: payment('Cancelled') }, 'cancelled', 'cancelled_by_customer'],
    ['Failed', { query: payment('Failed') }, 'failed', 'declined'],
    ['Declined', { query: payment('Declined') }, 'failed', 'declined'],
    ['Expired', { query: payment('Expired') }, 'expired', 'too_late'],
    ['a status nobody knows', { query: payment('Teleported') }, 'unknown', 'gateway_error'],
    ['no status', { query: payment('', { transactionStatus: 7 }) }, 'unknown', 'unreadable_answer'],
    ['an unknown payment', { query: failure('2002', 'Invalid') }, 'unknown', 'not_found'],
    ['a bad app key', { query: failure('2001', 'Invalid') }, 'unknown', 'misconfigured'],
    ['no balance, out of place', { query: failure('2023', 'x') }, 'unknown', 'insufficient_funds'],
    ['maintenance', { query: failure('503', 'x') }, 'unknown', 'maintenance'],
    ['silence', { query: silence }, 'unknown', 'no_answer'],
    ['an error page', { query: answer(200, '<html>') }, 'unknown', 'unreadable_answer'],
    ['no token', { grant: failure('2001', 'Invalid') }, 'unknown', 'misconfigured'],
    ['silence on grant', { grant: silence }, 'unknown', 'no_answer'],
  ]

  test('{0} is {2}')
    .with(cases)
    .run(async ({ assert, cleanup }, [, script, state, reason]) => {
      const server = await bkashServer(script)
      cleanup(server.close)

      const verdict = await open(server).query(intent())
      assert.equal(verdict.state, state)
      assert.equal('reason' in verdict ? verdict.reason : undefined, reason)
      assert.lengthOf(server.of('execute'), 0)
    })

  test('{0} is {3} after {1} hours')
    .with([
      ['Initiated', 23.9, initiated, 'pending'],
      ['Initiated', 24.1, initiated, 'expired'],
      ['Completed', 30, completed(), 'paid'],
      ['an unknown payment', 23.9, failure('2002', 'Invalid Payment ID'), 'unknown'],
      ['an unknown payment', 24.1, failure('2002', 'Invalid Payment ID'), 'expired'],
      ['silence', 99, silence, 'unknown'],
    ] as const)
    .run(async ({ assert, cleanup }, [, hours, query, state]) => {
      const server = await bkashServer({ query })
      cleanup(server.close)

      const clock = new FrozenClock(START.plus({ hours }))
      const verdict = await open(server, { clock }).query(intent())
      assert.equal(verdict.state, state)
    })

  test('an attempt bKash gave no id for is unknown, then expired', async ({ assert, cleanup }) => {
    const server = await bkashServer({})
    cleanup(server.close)
    const nameless = intent({ gatewayReference: null })

    const today = await open(server).query(nameless)
    const clock = new FrozenClock(START.plus({ hours: 25 }))
    const tomorrow = await open(server, { clock }).confirm(success, nameless)
    assert.deepEqual([today.state, tomorrow.state], ['unknown', 'expired'])
    assert.lengthOf(server.received, 0)
  })
})

test.group('bKash connection check', () => {
  test('{0} makes it {1}')
    .with([
      ['a token', true, token('id-token-1'), undefined],
      ['wrong credentials', false, failure('2001', 'Invalid App Key'), 'misconfigured'],
      ['an error page', false, answer(200, '<html>'), 'unreadable_answer'],
      ['success without a token', false, failure('0000', 'Successful'), 'unreadable_answer'],
      ['maintenance', false, failure('503', 'Maintenance'), 'maintenance'],
      ['silence', false, silence, 'no_answer'],
    ] as const)
    .run(async ({ assert, cleanup }, [, ok, grant, reason]) => {
      const server = await bkashServer({ grant })
      cleanup(server.close)

      const check = await open(server).check()
      assert.equal(check.ok, ok)
      assert.equal(check.ok ? undefined : check.reason, reason)
      assert.deepEqual(
        server.received.map(({ path }) => path),
        ['/tokenized/checkout/token/grant']
      )
    })
})

import { test } from '@japa/runner'

import { HttpAnswer } from '#core/http/outbound_answer'
import { readAttempts, readValidation } from '#payments/gateways/sslcommerz/records'

/** The validation's fields as developer.sslcommerz.com/doc/v4 and facts §2.4 name them. */
const PAID = {
  status: 'VALID',
  tran_id: '5646dd9d4b484',
  val_id: '1511141307390J9xsdVYvHLIVgO',
  amount: '30.00',
  currency_type: 'BDT',
  currency_amount: '30.00',
  bank_tran_id: '151114130739MqCBNx5',
  store_amount: '29.25',
  card_type: 'VISA-Dutch Bangla',
  risk_level: '0',
  risk_title: 'Safe',
  APIConnect: 'DONE',
}

const answer = (body: unknown, status = 200) =>
  new HttpAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body))
const validation = (changes: object) => readValidation(answer({ ...PAID, ...changes }))

test.group('SSLCommerz | A validation', () => {
  test('{title} is paid')
    .with([
      { title: 'the first answer', changes: {} },
      { title: 'one that was validated before', changes: { status: 'VALIDATED' } },
      {
        title: 'amounts of four decimals',
        changes: { amount: '30.0000', currency_amount: '30.0000' },
      },
      { title: 'amounts as numbers', changes: { amount: 30, currency_amount: 30 } },
      { title: 'risk as a number', changes: { risk_level: 0 } },
    ])
    .run(({ assert }, { changes }) => {
      const reading = validation(changes)
      if (reading.kind !== 'paid') throw new Error(JSON.stringify(reading))
      assert.equal(reading.paid.amount.minor, 3000)
      assert.equal(reading.paid.gatewayTransaction, PAID.bank_tran_id)
      assert.equal(reading.paid.merchantReference, PAID.tran_id)
      assert.notProperty(reading.paid, 'hold')
    })

  test('{title} is held')
    .with([
      {
        title: 'risk',
        changes: { risk_level: '1', risk_title: 'High' },
        hold: /risk level 1 High/,
      },
      { title: 'a risk nobody documented', changes: { risk_level: 2 }, hold: /risk level 2/ },
      { title: 'two amounts that differ', changes: { amount: '3.00' }, hold: /3\.00/ },
      { title: 'an amount that is none', changes: { amount: '1e3' }, hold: /not readable/ },
    ])
    .run(({ assert }, { changes, hold }) => {
      const reading = validation(changes)
      if (reading.kind !== 'paid') throw new Error(JSON.stringify(reading))
      assert.match(reading.paid.hold ?? '', hold)
    })

  test('{title} is {kind}')
    .with([
      { title: 'no currency', changes: { currency_type: undefined }, kind: 'unreadable' },
      { title: 'half a poisha', changes: { currency_amount: '30.005' }, kind: 'unreadable' },
      { title: 'a negative amount', changes: { currency_amount: '-30' }, kind: 'unreadable' },
      { title: 'no bank_tran_id', changes: { bank_tran_id: '' }, kind: 'unreadable' },
      { title: 'an unknown currency', changes: { currency_type: 'XXX' }, kind: 'unreadable' },
      { title: 'a failed one', changes: { status: 'FAILED' }, kind: 'statuses' },
      { title: 'an invalid one', changes: { status: 'INVALID_TRANSACTION' }, kind: 'statuses' },
      { title: 'no status', changes: { status: undefined }, kind: 'statuses' },
      { title: 'a refused connection', changes: { APIConnect: 'INACTIVE' }, kind: 'refused' },
      { title: 'no connection', changes: { APIConnect: undefined }, kind: 'unreadable' },
    ])
    .run(({ assert }, { changes, kind }) => {
      assert.equal(validation(changes).kind, kind)
    })

  test('a body of {body} under {status} is unreadable')
    .with([
      { body: '<html>Down</html>', status: 200 },
      { body: '', status: 200 },
      { body: 'null', status: 200 },
      { body: '[]', status: 200 },
      { body: JSON.stringify(PAID), status: 500 },
      { body: JSON.stringify(PAID).slice(0, -10), status: 200 },
    ])
    .run(({ assert }, { body, status }) => {
      assert.equal(readValidation(answer(body, status)).kind, 'unreadable')
    })
})

test.group('SSLCommerz | The attempts of a payment', () => {
  test('{title}: {count}')
    .with([
      { title: 'a list', body: { no_of_trans_found: 2, element: [PAID, PAID] }, count: 2 },
      { title: 'a bare one', body: { no_of_trans_found: '1', element: PAID }, count: 1 },
      { title: 'none', body: { no_of_trans_found: 0, element: [] }, count: 0 },
      { title: 'none, and no element', body: { no_of_trans_found: 0 }, count: 0 },
      { title: 'fewer than said', body: { no_of_trans_found: 2, element: [PAID] }, count: null },
      { title: 'text', body: { no_of_trans_found: 1, element: 'x' }, count: null },
    ])
    .run(({ assert }, { body, count }) => {
      const read = readAttempts(answer({ APIConnect: 'DONE', ...body }))
      assert.equal(read.kind === 'attempts' ? read.attempts.length : null, count)
    })
})

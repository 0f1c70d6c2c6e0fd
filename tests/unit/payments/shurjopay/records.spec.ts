import { test } from '@japa/runner'
import fc from 'fast-check'

import { HttpAnswer } from '#core/http/outbound_answer'
import { meaningOf } from '#payments/gateways/shurjopay/codes'
import { readVerification } from '#payments/gateways/shurjopay/records'
import { lifetimeOf } from '#payments/gateways/shurjopay/token'

const ORDER = 'GRN65f1a2b3c4d5e'

/** As public fixtures have it: four decimals, a received amount that is another, null beside it. */
const PAID = {
  order_id: ORDER,
  currency: 'BDT',
  amount: '30.0000',
  received_amount: '31.0000',
  bank_trx_id: '65f1a2',
  bank_status: 'Success',
  customer_order_id: 'INV1',
  sp_code: '1000',
  sp_message: 'Success',
  phone_no: '01712345678',
  transaction_status: null,
}

const answer = (body: unknown, status = 200) =>
  new HttpAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body))
const read = (changes: object) => readVerification(answer([{ ...PAID, ...changes }]), ORDER)

test.group('ShurjoPay | A verification', () => {
  test('{title} is paid')
    .with([
      { title: 'the usual record', changes: {} },
      { title: 'a code that is a number', changes: { sp_code: 1000 } },
      { title: 'an amount that is a number', changes: { amount: 30 } },
      { title: 'another word of the bank', changes: { bank_status: 'Failed' } },
      { title: 'one without the bank’s number', changes: { bank_trx_id: null } },
    ])
    .run(({ assert }, { changes }) => {
      const reading = read(changes)
      if (reading.kind !== 'paid') throw new Error(JSON.stringify(reading))
      assert.equal(reading.paid.amount.minor, 3000)
      assert.equal(reading.paid.merchantReference, 'INV1')
      assert.equal(reading.paid.gatewayTransaction, ORDER)
    })

  test('{title} is {kind}')
    .with([
      { title: 'another order', changes: { order_id: 'GRN0' }, kind: 'unreadable' },
      { title: 'no currency', changes: { currency: null }, kind: 'unreadable' },
      { title: 'half a poisha', changes: { amount: '30.0050' }, kind: 'unreadable' },
      { title: 'no order of ours', changes: { customer_order_id: '' }, kind: 'unreadable' },
      { title: 'no code', changes: { sp_code: null }, kind: 'unreadable' },
      { title: 'a code near 1000', changes: { sp_code: '01000' }, kind: 'code' },
      { title: 'a failure', changes: { sp_code: '1001' }, kind: 'code' },
    ])
    .run(({ assert }, { changes, kind }) => {
      assert.equal(read(changes).kind, kind)
    })

  test('{title} is {kind}')
    .with([
      { title: 'a bare error', body: { sp_code: '1011', message: 'Invalid' }, kind: 'code' },
      { title: 'an empty list', body: [], kind: 'unreadable' },
      { title: 'two records', body: [PAID, PAID], kind: 'unreadable' },
      { title: 'an error page', body: '<html>', kind: 'unreadable' },
    ])
    .run(({ assert }, { body, kind }) => {
      assert.equal(readVerification(answer(body), ORDER).kind, kind)
    })

  test('nothing but 1000 is paid, and only 1001, 1002 and 1067 end it', ({ assert }) => {
    const finals = Array.from({ length: 1200 }, (_, code) => String(code + 900)).filter((code) =>
      ['failed', 'cancelled'].includes(meaningOf(code).state)
    )
    assert.deepEqual(finals, ['1001', '1002', '1067'])
    fc.assert(
      fc.property(fc.string(), (code) => read({ sp_code: code }).kind !== 'paid' || code === '1000')
    )
  })
})

const jwt = (claims: object) =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'signature'].join('.')

test.group('ShurjoPay | How long a token lasts', () => {
  test('{title}: {seconds} s')
    .with([
      { title: 'as in 2025', token: jwt({ iat: 1_000, exp: 4_600 }), seconds: 3600 },
      { title: 'as in 2026', token: jwt({ iat: 1_000, exp: 1_900 }), seconds: 900 },
      { title: 'for ever', token: jwt({ iat: 1_000, exp: 9_000_000 }), seconds: 3600 },
      { title: 'ended before it began', token: jwt({ iat: 2_000, exp: 1_000 }), seconds: 600 },
      { title: 'no claims', token: jwt({}), seconds: 600 },
      { title: 'no JWT', token: 'opaque', seconds: 600 },
    ])
    .run(({ assert }, { token, seconds }) => {
      assert.equal(lifetimeOf(token), seconds)
    })
})

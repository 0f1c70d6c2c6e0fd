import { DateTime } from 'luxon'
import { test } from '@japa/runner'
import { HttpAnswer } from '#core/http/outbound_answer'
import {
  acceptedPush,
  queryResult,
  readDaraja,
  readPushCallback,
} from '#payments/gateways/mpesa/answers'
import { endingOf, errorReason, isStillProcessing, isWaiting } from '#payments/gateways/mpesa/codes'
import { darajaPassword, darajaTime } from '#payments/gateways/mpesa/daraja_time'

const PUSH = 'ws_CO_191220191020363925'

/** As Daraja's page "M-Pesa Express" shows it. */
const PAID = {
  Body: {
    stkCallback: {
      MerchantRequestID: '29115-34620561-1',
      CheckoutRequestID: PUSH,
      ResultCode: 0,
      ResultDesc: 'The service request is processed successfully.',
      CallbackMetadata: {
        Item: [
          { Name: 'Amount', Value: 1.0 },
          { Name: 'MpesaReceiptNumber', Value: 'NLJ7RT61SV' },
          { Name: 'Balance' },
          { Name: 'TransactionDate', Value: 20191219102115 },
          { Name: 'PhoneNumber', Value: 254708374149 },
        ],
      },
    },
  },
}

const hint = (rawBody: string) => ({ method: 'POST', query: {}, headers: {}, rawBody })
const read = (status: number, body: unknown) =>
  readDaraja(new HttpAnswer(status, {}, JSON.stringify(body)))

test.group('M-Pesa | What Daraja writes', () => {
  test('a timestamp is Kenyan, and the password is made with it', ({ assert }) => {
    const moment = DateTime.fromISO('2026-06-07T21:30:05Z', { zone: 'utc' })
    assert.equal(darajaTime(moment), '20260608003005')
    const password = darajaPassword('174379', 'passkey', '20260608003005')
    assert.equal(Buffer.from(password, 'base64').toString(), '174379passkey20260608003005')
  })

  test('a paid callback is read whole', ({ assert }) => {
    const callback = readPushCallback(hint(JSON.stringify(PAID)))
    assert.equal(callback?.amount?.minor, 100)
    assert.deepInclude(callback, {
      push: PUSH,
      code: '0',
      receipt: 'NLJ7RT61SV',
      payer: '254708374149',
    })
  })

  test('a callback of {title} is none')
    .with([
      { title: 'no JSON', body: '<html>' },
      { title: 'nothing', body: '' },
      { title: 'a list', body: '[]' },
      { title: 'another shape', body: '{"Body":{"stkCallback":"paid"}}' },
      { title: 'no number', body: '{"Body":{"stkCallback":{"ResultCode":0}}}' },
      {
        title: 'a hostile number',
        body: '{"Body":{"stkCallback":{"ResultCode":0,"CheckoutRequestID":"a b"}}}',
      },
    ])
    .run(({ assert }, { body }) => assert.isNull(readPushCallback(hint(body))))

  test('an amount of more decimals than money has is none', ({ assert }) => {
    const body = JSON.stringify(PAID).replace('"Value":1', '"Value":1.005')
    assert.isNull(readPushCallback(hint(body))?.amount)
  })

  test('{title}: {kind} {code}')
    .with([
      {
        title: 'an error',
        status: 400,
        body: { errorCode: '400.002.02', errorMessage: 'Bad' },
        kind: 'error',
        code: '400.002.02',
      },
      {
        title: 'the proxy’s own',
        status: 429,
        body: {
          fault: {
            faultstring: 'Spike',
            detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' },
          },
        },
        kind: 'error',
        code: 'policies.ratelimit.SpikeArrestViolation',
      },
      {
        title: 'an acknowledgement that says no',
        status: 200,
        body: { ResponseCode: '1' },
        kind: 'error',
        code: '1',
      },
      {
        title: 'a push',
        status: 200,
        body: { ResponseCode: '0', CheckoutRequestID: PUSH },
        kind: 'answer',
        code: undefined,
      },
      {
        title: 'a failure without a code',
        status: 503,
        body: {},
        kind: 'unreadable',
        code: undefined,
      },
    ])
    .run(({ assert }, { status, body, kind, code }) => {
      const reading = read(status, body)
      assert.equal(reading.kind, kind)
      assert.equal(reading.kind === 'error' ? reading.code : undefined, code)
    })

  test('a push and a result are read of their own push only', ({ assert }) => {
    assert.equal(acceptedPush({ ResponseCode: '0', CheckoutRequestID: PUSH }), PUSH)
    assert.isNull(acceptedPush({ ResponseCode: '0' }))
    for (const ResultCode of ['1032', 1032]) {
      assert.equal(queryResult({ CheckoutRequestID: PUSH, ResultCode }, PUSH)?.code, '1032')
    }
    assert.isNull(queryResult({ CheckoutRequestID: 'ws_CO_2', ResultCode: '0' }, PUSH))
    assert.isNull(queryResult({ CheckoutRequestID: PUSH }, PUSH))
  })

  test('only known endings end a push', ({ assert }) => {
    assert.equal(endingOf('1032')?.state, 'cancelled')
    assert.equal(endingOf('1037')?.state, 'expired')
    assert.equal(endingOf('2001')?.reason, 'wrong_pin')
    for (const code of ['4999', '8006', 'SFC_IC0003', '']) assert.isNull(endingOf(code))
    assert.isTrue(isWaiting('4999'))
    assert.isTrue(isStillProcessing('500.001.1001', 'The transaction is being processed'))
    assert.isFalse(isStillProcessing('500.001.1001', 'Wrong credentials'))
    assert.equal(errorReason('400.002.02'), 'misconfigured')
    assert.equal(errorReason('500.003.02'), 'gateway_error')
  })
})

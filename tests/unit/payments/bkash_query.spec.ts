import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'

import { answer, silence } from '../core/http/scripted_server.js'
import {
  bkashServer,
  completed,
  failure,
  intent,
  open,
  payment,
  START,
  success,
  token,
  type Script,
} from './bkash_wire.js'

const initiated = payment('Initiated')

type Case = [name: string, script: Script, state: string, reason?: string]

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

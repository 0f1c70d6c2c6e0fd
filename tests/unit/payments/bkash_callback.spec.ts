import { test } from '@japa/runner'

import { answer, drop, silence } from '../core/http/scripted_server.js'
import {
  bkashServer,
  callback,
  completed,
  failure,
  intent,
  open,
  payment,
  PAYMENT_ID,
  success,
  token,
  verdictOf,
} from './bkash_wire.js'

const initiated = payment('Initiated')

test.group('bKash callback', () => {
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

import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { outboundHttp } from '#core/http/outbound_request'
import { trustMobileNumber } from '#core/mobile_number'
import { bulksmsbd } from '#messaging/gateways/bulksmsbd/driver'

import {
  answer,
  answerJson,
  deadlineFor,
  drop,
  scriptedServer,
  silence,
  slowBody,
  type Step,
} from '../core/http/scripted_server.js'

const KEY = 'api-key-of-greennet'
const message = {
  to: trustMobileNumber('+8801770618575'),
  text: 'Your code is 1234 & ৳',
  messageId: 'sms-1',
}

async function gateway(script: Step) {
  const server = await scriptedServer(script)
  const opened = bulksmsbd.open({
    credentials: { api_key: KEY, sender_id: '8809612345678' },
    baseUrl: `${server.url}/api`,
    clock: new FrozenClock(),
    http: outboundHttp({ deadlineSeconds: deadlineFor([script]) }),
  })
  return { server, gateway: opened }
}

test.group('BulkSMSBD send', () => {
  test('posts a form, with the number as the gateway writes it', async ({ assert, cleanup }) => {
    const { server, gateway: bulk } = await gateway(answerJson({ response_code: 202 }))
    cleanup(server.close)

    await bulk.send(message)
    await bulk.send({ ...message, sender: 'GREENNET' })

    const [first, second] = server.received
    assert.equal(first?.method, 'POST')
    assert.equal(first?.path, '/api/smsapi')
    assert.equal(first?.headers['content-type'], 'application/x-www-form-urlencoded')
    assert.deepEqual(Object.fromEntries(new URLSearchParams(first?.body)), {
      api_key: KEY,
      type: 'text',
      number: '8801770618575',
      senderid: '8809612345678',
      message: 'Your code is 1234 & ৳',
    })
    assert.equal(new URLSearchParams(second?.body).get('senderid'), 'GREENNET')
  })

  test('{0} is accepted as {2}')
    .with([
      ['202 with an id', answerJson({ response_code: 202, message_id: 8812 }), '8812'],
      ['202 as text', answerJson({ response_code: '202', message_id: 'ab-1' }), 'ab-1'],
      ['202 without an id', answerJson({ response_code: 202 }), undefined],
      ['202 with id zero', answerJson({ response_code: 202, message_id: 0 }), undefined],
      ['a bare 202', answer(200, '202', 'text/html'), undefined],
      ['a bare 202 with space around', answer(200, ' 202\r\n', 'text/html'), undefined],
      ['a bare 202 in quotes', answer(200, '"202"'), undefined],
    ] as [string, Step, string | undefined][])
    .run(async ({ assert, cleanup }, [, step, providerId]) => {
      const { server, gateway: bulk } = await gateway(step)
      cleanup(server.close)

      const outcome = await bulk.send(message)
      assert.equal(outcome.outcome, 'accepted')
      assert.equal(outcome.outcome === 'accepted' && outcome.providerId, providerId)
    })

  const refusals: [code: number, reason: string, elsewhere: boolean][] = [
    [1001, 'bad_number', false],
    [1002, 'bad_sender', true],
    [1003, 'bad_message', true],
    [1005, 'gateway_error', true],
    [1006, 'no_balance', true],
    [1007, 'no_balance', true],
    [1011, 'bad_credentials', true],
    [1012, 'bad_message', true],
    [1013, 'bad_sender', true],
    [1014, 'bad_sender', true],
    [1015, 'bad_sender', true],
    [1016, 'account_not_allowed', true],
    [1017, 'account_not_allowed', true],
    [1018, 'account_not_allowed', true],
    [1019, 'account_not_allowed', true],
    [1020, 'account_not_allowed', true],
    [1021, 'account_not_allowed', true],
    [1031, 'account_not_allowed', true],
    [1032, 'address_not_allowed', true],
    [1099, 'gateway_error', true],
  ]

  test('{0} under HTTP 200 is refused for {1}, elsewhere: {2}')
    .with(refusals)
    .run(async ({ assert, cleanup }, [code, reason, retryableElsewhere]) => {
      for (const body of [JSON.stringify({ response_code: code }), `${code}`]) {
        const { server, gateway: bulk } = await gateway(answer(200, body))
        cleanup(server.close)

        const outcome = await bulk.send(message)
        assert.containsSubset(outcome, { outcome: 'refused', reason, retryableElsewhere })
        assert.match(
          'detail' in outcome ? outcome.detail : '',
          new RegExp(`BulkSMSBD ${code}: [A-Z]`)
        )
      }
    })

  test('{0} is unknown for {2}, and sent once')
    .with([
      ['silence', silence, 'no_answer'],
      ['a stuck body', slowBody, 'no_answer'],
      ['a dropped connection', drop, 'no_answer'],
      ['HTML', answer(200, '<html>202</html>', 'text/html'), 'unreadable_answer'],
      ['nothing', answer(200, ''), 'unreadable_answer'],
      ['a list', answerJson([{ response_code: 202 }]), 'unreadable_answer'],
      ['null', answerJson(null), 'unreadable_answer'],
      ['no code', answerJson({ success_message: 'SMS Submitted' }), 'unreadable_answer'],
      ['true as code', answerJson({ response_code: true }), 'unreadable_answer'],
      ['200 as code', answerJson({ response_code: 200 }), 'unreadable_answer'],
      ['2020', answer(200, '2020'), 'unreadable_answer'],
      ['202 under HTTP 500', answer(500, '202'), 'unreadable_answer'],
      ['a redirect', answer(302, ''), 'unreadable_answer'],
    ] as const)
    .run(async ({ assert, cleanup }, [, step, reason]) => {
      const { server, gateway: bulk } = await gateway(step)
      cleanup(server.close)

      const outcome = await bulk.send(message)
      assert.containsSubset(outcome, { outcome: 'unknown', reason })
      assert.lengthOf(server.received, 1)
    })

  test('a gateway that cannot be reached refused, and another may try', async ({ assert }) => {
    const { server, gateway: bulk } = await gateway(silence)
    await server.close()

    const outcome = await bulk.send(message)
    assert.containsSubset(outcome, {
      outcome: 'refused',
      reason: 'unreachable',
      retryableElsewhere: true,
    })
  })

  test('numbers of other countries are left to other gateways', async ({ assert, cleanup }) => {
    const { server, gateway: bulk } = await gateway(answer(200, '202'))
    cleanup(server.close)

    const outcome = await bulk.send({ ...message, to: trustMobileNumber('+919876543210') })
    assert.containsSubset(outcome, { outcome: 'refused', reason: 'unsupported_destination' })
    assert.lengthOf(server.received, 0)
  })

  test('evidence never holds the key', async ({ assert, cleanup }) => {
    const echo = answerJson({ response_code: 1011, error_message: `no user has ${KEY}` })
    const { server, gateway: bulk } = await gateway(echo)
    cleanup(server.close)

    const { evidence } = await bulk.send(message)
    assert.include(evidence[0]?.body, 'no user has [secret]')
  })
})

test.group('BulkSMSBD balance', () => {
  test('{0} is {1} poisha')
    .with([
      ['a number', 12_345, answerJson({ response_code: 202, balance: 123.45 })],
      ['text with more decimals', 12_345, answerJson({ balance: '123.4567' })],
      ['whole taka', 700, answerJson({ balance: 7 })],
      ['debt', 0, answerJson({ balance: '-3.20' })],
    ] as const)
    .run(async ({ assert, cleanup }, [, minor, step]) => {
      const { server, gateway: bulk } = await gateway(step)
      cleanup(server.close)

      const outcome = await bulk.balance?.()
      assert.equal(outcome?.ok && outcome.balance.minor, minor)
      assert.equal(server.received[0]?.path, `/api/getBalanceApi?api_key=${KEY}`)
    })

  test('{0} is no balance, for {1}')
    .with([
      ['a code', 'bad_credentials', answerJson({ response_code: 1011 })],
      ['a bare code', 'address_not_allowed', answer(200, '1032')],
      ['HTML', 'unreadable_answer', answer(200, '<html>')],
      ['an object', 'unreadable_answer', answerJson({ balance: {} })],
      ['nothing but 202', 'unreadable_answer', answerJson({ response_code: 202 })],
      ['silence', 'no_answer', silence],
    ] as const)
    .run(async ({ assert, cleanup }, [, reason, step]) => {
      const { server, gateway: bulk } = await gateway(step)
      cleanup(server.close)

      const outcome = await bulk.balance?.()
      assert.equal(outcome?.ok, false)
      assert.equal(outcome && !outcome.ok && outcome.reason, reason)
      assert.notInclude(JSON.stringify(outcome), KEY)
    })
})

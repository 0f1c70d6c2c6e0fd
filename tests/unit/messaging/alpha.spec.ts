import { test } from '@japa/runner'

import { answered, inShort, MESSAGE, SECRET, type Said } from './answered_gateway.js'

const ACCOUNT = { api_key: SECRET }

const failed = (error: number | string, msg = '') => ({ error, msg, data: null })
const report = (status: string) => ({
  error: 0,
  msg: 'Success',
  data: {
    request_id: 8812,
    request_status: 'Complete',
    recipients: [{ number: '8801770618575', charge: '0.35', status }],
  },
})

test.group('Alpha SMS', () => {
  test('asks as the API wants it', async ({ assert }) => {
    const { gateway, requests } = answered('alpha', ACCOUNT, failed(405))
    await gateway.send(MESSAGE)
    await gateway.send({ ...MESSAGE, sender: 'GreenNet' })
    await gateway.balance?.()
    await gateway.pollReports?.(['88/12'])

    const [first, second, ...asking] = requests
    assert.equal(first?.url, 'https://sms.example.net/sendsms')
    assert.deepEqual(Object.fromEntries(new URLSearchParams(first?.body)), {
      api_key: SECRET,
      msg: 'Your code is 1234',
      to: '8801770618575',
    })
    assert.equal(new URLSearchParams(second?.body).get('sender_id'), 'GreenNet')
    assert.deepEqual(
      asking.map(({ method, url }) => `${method} ${url}`),
      [
        `GET https://sms.example.net/user/balance/?api_key=${SECRET}`,
        `GET https://sms.example.net/report/request/88%2F12/?api_key=${SECRET}`,
      ]
    )
  })

  test('{0} is {1}')
    .with([
      [
        'error 0',
        'accepted 8812',
        { error: 0, msg: 'Request successfully submitted', data: { request_id: 8812 } },
      ],
      ['error "0"', 'accepted 8812', { error: '0', data: { request_id: '8812' } }],
      ['request id 0', 'accepted -', { error: 0, data: { request_id: 0 } }],
      ['no data', 'accepted -', { error: 0, msg: 'Success' }],
      ['400', 'refused bad_message', failed(400)],
      ['403', 'refused account_not_allowed', failed(403)],
      ['405', 'refused bad_credentials', failed(405, 'Authorization required')],
      ['410', 'refused account_not_allowed', failed(410)],
      ['413', 'refused bad_sender', failed('413')],
      ['415', 'refused bad_message', failed(415)],
      ['416 as the one list has it', 'refused bad_number', failed(416, 'No valid number found')],
      ['416 as the other has it', 'refused no_balance', failed(416, 'Insufficient balance')],
      ['417 for the balance', 'refused no_balance', failed(417, 'Insufficient balance')],
      ['417 without words', 'refused no_balance', failed(417)],
      ['a code not on the list', 'refused gateway_error', failed(499)],
      ['409, an error on their server', 'unknown', failed(409)],
      ['error false', 'unknown', { error: false, data: { request_id: 1 } }],
      ['no error field', 'unknown', { msg: 'Request successfully submitted' }],
      ['HTML', 'unknown', '<html>0</html>'],
      ['a bare 0', 'unknown', '0'],
    ] as [string, string, Said][])
    .run(async ({ assert }, [, expected, said]) => {
      const outcome = await answered('alpha', ACCOUNT, said).gateway.send(MESSAGE)
      assert.equal(inShort(outcome), expected)
    })

  test('a report that says {0} is {1}')
    .with([
      ['Sent', 'sent'],
      ['Delivered', 'delivered'],
      ['Undelivered', 'failed'],
      ['Failed', 'failed'],
      ['Pending', undefined],
    ] as const)
    .run(async ({ assert }, [status, state]) => {
      const { gateway } = answered('alpha', ACCOUNT, report(status))
      const [found] = (await gateway.pollReports?.(['8812'])) ?? []
      assert.equal(found?.state, state)
    })

  test('reads a balance of four decimals', async ({ assert }) => {
    const said = { error: 0, msg: 'Success', data: { balance: '00.9950' } }
    const balance = await answered('alpha', ACCOUNT, said).gateway.balance?.()
    assert.equal(balance?.ok && balance.balance.minor, 99)
  })
})

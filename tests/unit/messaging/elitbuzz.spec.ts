import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { openSmsGateway } from '#messaging/gateways/registry'

import { answered, inShort, MESSAGE, SECRET, type Said } from './answered_gateway.js'

const ACCOUNT = { address: 'https://sms.example.net', api_key: SECRET, sender_id: 'GreenNet' }

const at = (address: string) => {
  const account = { provider: 'elitbuzz', credentials: { ...ACCOUNT, address } }
  return openSmsGateway({ ...account, clock: new FrozenClock() }, {})
}

test.group('ElitBuzz', () => {
  test('asks as the API wants it, and says when it is unicode', async ({ assert }) => {
    const { gateway, requests } = answered('elitbuzz', ACCOUNT, '1003')
    await gateway.send(MESSAGE)
    await gateway.send({ ...MESSAGE, text: 'কোড ১২৩৪' })
    await gateway.balance?.()
    await gateway.pollReports?.(['a'])

    const [first, second, ...asking] = requests
    assert.equal(first?.url, 'https://sms.example.net/smsapi')
    assert.deepEqual(Object.fromEntries(new URLSearchParams(first?.body)), {
      api_key: SECRET,
      type: 'text',
      contacts: '8801770618575',
      senderid: 'GreenNet',
      msg: 'Your code is 1234',
    })
    assert.equal(new URLSearchParams(second?.body).get('type'), 'unicode')
    assert.deepEqual(
      asking.map(({ url }) => url),
      [
        `https://sms.example.net/miscapi/${SECRET}/getBalance`,
        `https://sms.example.net/miscapi/${SECRET}/getDLR/getAll`,
      ]
    )
  })

  test('{0} is {1}')
    .with([
      ['SMS SUBMITTED: ID - C200018f5c0a', 'accepted C200018f5c0a'],
      ['SMS SUBMITTED: ID -', 'accepted -'],
      ['1002', 'refused bad_sender'],
      [' 1003  ', 'refused bad_credentials'],
      ['1004', 'refused bad_message'],
      ['1005', 'refused gateway_error'],
      ['1007', 'refused no_balance'],
      ['1010', 'refused bad_credentials'],
      ['1012', 'refused bad_number'],
      ['Error: 1012 Invalid Number', 'refused bad_number'],
      ['1099', 'refused gateway_error'],
      ['10070', 'unknown'],
      ['<html>1007</html>', 'unknown'],
      ['SMS', 'unknown'],
      ['', 'unknown'],
    ] as [string, string][])
    .run(async ({ assert }, [said, expected]) => {
      const outcome = await answered('elitbuzz', ACCOUNT, said).gateway.send(MESSAGE)
      assert.equal(inShort(outcome), expected)
    })

  test('a submission under HTTP 500 is unknown', async ({ assert }) => {
    const { gateway } = answered('elitbuzz', ACCOUNT, 'SMS SUBMITTED: ID - 1', 500)
    assert.equal(inShort(await gateway.send(MESSAGE)), 'unknown')
  })

  test('a balance of {0} is {1}')
    .with([
      ['123.45', 12_345],
      ['Your Balance is: BDT 1003.50', 100_350],
      ['1007.25 BDT', 100_725],
      ['1003', 'bad_credentials'],
      ['<html>5</html>', 'unreadable_answer'],
      ['none', 'unreadable_answer'],
    ] as [string, number | string][])
    .run(async ({ assert }, [said, expected]) => {
      const balance = await answered('elitbuzz', ACCOUNT, said).gateway.balance?.()
      assert.equal(balance?.ok ? balance.balance.minor : balance?.reason, expected)
    })

  test('reads reports in {0}')
    .with([
      [
        'a list',
        [
          { ID: 'a', MSISDN: '8801770618575', DLR: 'Delivered' },
          { ID: 'b', DLR: 'Undelivered' },
          { ID: 'c', DLR: 'Delivered' },
        ],
      ],
      [
        'an envelope',
        {
          reports: [
            { sms_id: 'a', status: 'DELIVRD' },
            { sms_id: 'b', status: 'EXPIRED' },
          ],
        },
      ],
    ] as [string, Said][])
    .run(async ({ assert }, [, said]) => {
      const { gateway } = answered('elitbuzz', ACCOUNT, said)
      const reports = (await gateway.pollReports?.(['a', 'b'])) ?? []
      assert.deepEqual(
        reports.map(({ providerId, state }) => [providerId, state]),
        [
          ['a', 'delivered'],
          ['b', 'failed'],
        ]
      )
    })

  test('an account at {$self} does not open')
    .with(['http://sms.example.net', 'ftp://x', 'https://user@x.net', 'https://x.net/?a=1', 'a b'])
    .run(({ assert }, address) => {
      assert.throws(() => at(address), /API address/)
    })

  test('an account at {$self}, inside, is refused before anything is sent')
    .with(['https://127.0.0.1:8443/api', 'https://[::1]', '10.0.0.7', 'https://localhost:9'])
    .run(async ({ assert }, address) => {
      const outcome = await at(address).send(MESSAGE)
      assert.containSubset(outcome, { outcome: 'refused', reason: 'unreachable' })
      assert.include('detail' in outcome ? outcome.detail : '', 'private or reserved network')
    })
})

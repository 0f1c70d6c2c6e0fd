import { test } from '@japa/runner'

import { answered, inShort, MESSAGE, SECRET, type Said } from './answered_gateway.js'

const ACCOUNT = { token: SECRET }

const one = (status: string, statusmsg: string) => [
  { to: '8801770618575', message: 'Your code is 1234', token: SECRET, status, statusmsg },
]

test.group('Greenweb', () => {
  test('asks as the API wants it', async ({ assert }) => {
    const { gateway, requests } = answered('greenweb', ACCOUNT, one('SENT', ''))
    await gateway.send(MESSAGE)
    assert.equal(requests[0]?.url, 'https://sms.example.net/api.php?json')
    assert.deepEqual(Object.fromEntries(new URLSearchParams(requests[0]?.body)), {
      token: SECRET,
      to: '8801770618575',
      message: 'Your code is 1234',
    })
  })

  test('{0} is {1}')
    .with([
      ['SENT', 'accepted -', one('SENT', 'SMS Sent Successfully To +8801770618575')],
      ['a sentence with Ok', 'accepted -', 'Ok: SMS Sent Successfully To +8801770618575'],
      ['a wrong number', 'refused bad_number', one('FAILED', 'Invalid Number !')],
      ['no balance', 'refused no_balance', one('FAILED', 'Insufficient SMS Balance')],
      ['a wrong token', 'refused bad_credentials', one('FAILED', 'Invalid Token')],
      ['an address', 'refused address_not_allowed', one('FAILED', 'Your IP is not allowed')],
      ['a failure without words', 'refused gateway_error', one('FAILED', '')],
      ['a sentence with Error', 'refused bad_credentials', 'Error: Invalid token'],
      ['another status', 'unknown', one('QUEUED', '')],
      ['an empty list', 'unknown', []],
      ['HTML that begins otherwise', 'unknown', '<b>Ok</b>'],
      ['a word that begins alike', 'unknown', 'Okinawa'],
      ['nothing', 'unknown', ''],
    ] as [string, string, Said][])
    .run(async ({ assert }, [, expected, said]) => {
      const outcome = await answered('greenweb', ACCOUNT, said).gateway.send(MESSAGE)
      assert.equal(inShort(outcome), expected)
      assert.notInclude(JSON.stringify(outcome), SECRET)
    })

  test('a balance of {0} is {1}')
    .with([
      [[{ response: '52.55', token: SECRET }], 5255],
      [[{ response: 'BDT 7' }], 700],
      [[{ response: 'Invalid Token' }], 'bad_credentials'],
      ['Error: Invalid token', 'bad_credentials'],
      [[{ response: 'soon' }], 'unreadable_answer'],
      ['<html>', 'unreadable_answer'],
    ] as [Said, number | string][])
    .run(async ({ assert }, [said, expected]) => {
      const balance = await answered('greenweb', ACCOUNT, said).gateway.balance?.()
      assert.equal(balance?.ok ? balance.balance.minor : balance?.reason, expected)
      assert.notInclude(JSON.stringify(balance), SECRET)
    })
})

import { test } from '@japa/runner'

import { answered, inShort, MESSAGE, SECRET, type Said } from './answered_gateway.js'

const ACCOUNT = { user_name: 'isp@example.net', api_key: SECRET, sender_name: 'GreenNet' }

const failed = (statusCode: string, responseResult = '') => ({
  statusCode,
  status: 'Failed',
  trxnId: '',
  responseResult,
})

test.group('MiM SMS', () => {
  test('asks as the API wants it', async ({ assert }) => {
    const { gateway, requests } = answered('mimsms', ACCOUNT, '')
    await gateway.send(MESSAGE)
    assert.equal(requests[0]?.url, 'https://sms.example.net/SMS')
    assert.deepEqual(JSON.parse(requests[0]?.body ?? ''), {
      UserName: 'isp@example.net',
      Apikey: SECRET,
      MobileNumber: '8801770618575',
      CampaignId: 'null',
      SenderName: 'GreenNet',
      TransactionType: 'T',
      Message: 'Your code is 1234',
    })
  })

  test('{0} is {1}')
    .with([
      [
        'success',
        'accepted 1OSY3FSZ7H4IHOU',
        {
          statusCode: '200',
          status: 'Success',
          trxnId: '1OSY3FSZ7H4IHOU',
          responseResult: 'SMS Send Successfuly',
        },
      ],
      ['another spelling', 'accepted J4Y3', { StatusCode: 200, Status: 'SUCCESS', TrxnID: 'J4Y3' }],
      ['success without code', 'accepted J4Y3', { status: 'Success', trxnId: 'J4Y3' }],
      ['a code and an id', 'accepted J4Y3', { statusCode: '200', trxnId: 'J4Y3' }],
      ['a code alone', 'unknown', { statusCode: '200' }],
      ['Ok, as balances say', 'unknown', { statusCode: '200', status: 'Ok', trxnId: '' }],
      ['206', 'refused bad_number', failed('206', 'Invalid Mobile Number')],
      ['208', 'refused bad_sender', failed('208')],
      ['205', 'refused bad_message', failed('205')],
      ['216', 'refused no_balance', failed('216', 'Insufficient Balance')],
      ['221', 'refused gateway_error', failed('221')],
      [
        '401 for the login',
        'refused bad_credentials',
        { ...failed('401', 'Invalid username or password'), status: 'Unauthorized' },
      ],
      ['401 for the address', 'refused address_not_allowed', failed('401', 'IP Black List')],
      ['401 without words', 'refused bad_credentials', failed('401')],
      ['a failure in words', 'refused no_balance', failed('', 'Your balance is not enough')],
      ['a failure without a reason', 'refused gateway_error', failed('299')],
      ['500, in the middle of it', 'unknown', failed('500', 'Internal Server Error')],
      ['HTML', 'unknown', '<html>Success</html>'],
      ['nothing', 'unknown', ''],
      ['null', 'unknown', 'null'],
    ] as [string, string, Said][])
    .run(async ({ assert }, [, expected, said]) => {
      const outcome = await answered('mimsms', ACCOUNT, said).gateway.send(MESSAGE)
      assert.equal(inShort(outcome), expected)
    })

  test('reads the balance where a message has its outcome', async ({ assert }) => {
    const said = { statusCode: '200', status: 'Ok', trxnId: '', responseResult: '999.548' }
    const balance = await answered('mimsms', ACCOUNT, said).gateway.balance?.()
    assert.equal(balance?.ok && balance.balance.minor, 99_954)
  })
})

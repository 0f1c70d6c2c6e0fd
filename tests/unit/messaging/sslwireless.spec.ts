import { test } from '@japa/runner'

import { answered, inShort, MESSAGE, SECRET, type Said } from './answered_gateway.js'

const ACCOUNT = { api_token: SECRET, sid: 'GREENNETAPI' }

const good = (info: Record<string, unknown>) => ({
  status: 'SUCCESS',
  status_code: 200,
  error_message: '',
  smsinfo: [{ msisdn: '8801770618575', csms_id: '12x3456', ...info }],
})
const failed = (code: number | string, words = '') => ({
  status: 'FAILED',
  status_code: code,
  error_message: words,
})

test.group('SSL Wireless', () => {
  test('asks as the API wants it', async ({ assert }) => {
    const { gateway, requests } = answered('sslwireless', ACCOUNT, good({ sms_status: 'SUCCESS' }))
    await gateway.send({ ...MESSAGE, text: 'কোড ১২৩৪' })
    assert.equal(requests[0]?.url, 'https://sms.example.net/api/v3/send-sms')
    assert.deepEqual(JSON.parse(requests[0]?.body ?? ''), {
      api_token: SECRET,
      sid: 'GREENNETAPI',
      msisdn: '8801770618575',
      sms: 'কোড ১২৩৪',
      csms_id: '12x3456',
    })
  })

  test('keeps message ids apart and short', async ({ assert }) => {
    const { gateway, requests } = answered('sslwireless', ACCOUNT, '')
    await gateway.send({ ...MESSAGE, messageId: '1-23' })
    await gateway.send({ ...MESSAGE, messageId: '12-3' })
    await gateway.send({ ...MESSAGE, messageId: `1-${'9'.repeat(30)}` })
    const ids = requests.map(({ body }) => JSON.parse(body ?? '').csms_id)
    assert.deepEqual(ids, ['1x23', '12x3', '9'.repeat(20)])
  })

  test('{0} is {1}')
    .with([
      [
        'a sent message',
        'accepted 5da2f0b5ba3a',
        good({ sms_status: 'SUCCESS', reference_id: '5da2f0b5ba3a' }),
      ],
      ['a sent message without id', 'accepted -', good({ sms_status: 'SUCCESS' })],
      ['a code as text', 'accepted -', { ...good({ sms_status: 'Success' }), status_code: '200' }],
      [
        'an invalid number inside',
        'refused bad_number',
        good({ sms_status: 'INVALID', status_message: 'Invalid MSISDN' }),
      ],
      [
        'an invalid length inside',
        'refused bad_message',
        good({ sms_status: 'INVALID', status_message: 'Message length exceeded' }),
      ],
      [
        'a duplicate inside',
        'unknown',
        good({ sms_status: 'DUPLICATE', status_message: 'Duplicate CSMS ID' }),
      ],
      ['nothing inside', 'unknown', { status: 'SUCCESS', status_code: 200, smsinfo: [] }],
      ['4001', 'refused bad_credentials', failed(4001, 'Unauthorized')],
      ['4001 as text', 'refused bad_credentials', failed('4001')],
      ['4002', 'refused bad_sender', failed(4002)],
      ['4003', 'refused address_not_allowed', failed(4003)],
      ['4025', 'refused bad_number', failed(4025)],
      ['4026', 'refused unsupported_destination', failed(4026)],
      ['4027', 'refused bad_message', failed(4027)],
      ['4031', 'refused gateway_error', failed(4031)],
      ['a code not on the list', 'refused gateway_error', failed(4999)],
      ['4023, which was taken before', 'unknown', failed(4023, 'Duplicate CSMS ID')],
      ['5000, their unknown error', 'unknown', failed(5000)],
      ['a failure without code', 'unknown', { status: 'FAILED' }],
      ['HTML', 'unknown', '<html>SUCCESS</html>'],
      ['nothing', 'unknown', ''],
      ['a list', 'unknown', [good({ sms_status: 'SUCCESS' })]],
    ] as [string, string, Said][])
    .run(async ({ assert }, [, expected, said]) => {
      const outcome = await answered('sslwireless', ACCOUNT, said).gateway.send(MESSAGE)
      assert.equal(inShort(outcome), expected)
    })

  test('a yes under HTTP 500 is unknown', async ({ assert }) => {
    const { gateway } = answered('sslwireless', ACCOUNT, good({ sms_status: 'SUCCESS' }), 500)
    assert.equal(inShort(await gateway.send(MESSAGE)), 'unknown')
  })

  test('reads the balance of {0} as {1}')
    .with([
      [{ status: 'SUCCESS', status_code: 200, balance: '123.45' }, 12_345],
      [{ status: 'SUCCESS', status_code: 200, data: { balance: 7 } }, 700],
    ] as [Said, number][])
    .run(async ({ assert }, [said, minor]) => {
      const balance = await answered('sslwireless', ACCOUNT, said).gateway.balance?.()
      assert.equal(balance?.ok && balance.balance.minor, minor)
    })
})

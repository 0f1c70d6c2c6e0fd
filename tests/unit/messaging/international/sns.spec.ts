import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { InvalidCredentials } from '#core/http/provider_errors'
import { trustMobileNumber } from '#core/mobile_number'
import type { SmsReason } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'

import { answer, scriptedServer } from '../../core/http/scripted_server.js'

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'
const credentials = {
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'a-secret-nobody-may-see',
  region: 'ap-south-1',
  sender_id: 'GREENNET',
}

function open(change: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) {
  const account = { ...credentials, ...change }
  const clock = new FrozenClock()
  return openSmsGateway({ provider: 'sns', credentials: account, clock }, env)
}

async function sendTo(number: string, status: number, body: string) {
  const server = await scriptedServer(answer(status, body, 'text/xml'))
  try {
    const gateway = open({}, { SNS_BASE_URL: server.url })
    const to = trustMobileNumber(number)
    const outcome = await gateway.send({ to, text: 'কোড & 1', messageId: '1' })
    return { outcome, received: server.received }
  } finally {
    await server.close()
  }
}

const errorOf = (code: string, message = 'no') =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code>` +
  `<Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`

const PUBLISHED =
  `<PublishResponse xmlns="${NAMESPACE}"><PublishResult><MessageId>94f2-1</MessageId>` +
  '</PublishResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></PublishResponse>'

test.group('Amazon SNS', () => {
  test('publishes once, signed, as a transactional message', async ({ assert }) => {
    const { outcome, received } = await sendTo('+8801712345678', 200, PUBLISHED)
    assert.containSubset(outcome, { outcome: 'accepted', providerId: '94f2-1' })
    const [call, ...more] = received
    assert.lengthOf(more, 0)
    assert.match(call?.headers['authorization'] ?? '', /^AWS4-HMAC-SHA256 .*\/ap-south-1\/sns\//)
    assert.notInclude(JSON.stringify([call, outcome]), credentials.secret_access_key)
    const form = Object.fromEntries(new URLSearchParams(call?.body))
    assert.containSubset(form, {
      'Action': 'Publish',
      'PhoneNumber': '+8801712345678',
      'Message': 'কোড & 1',
      'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
      'MessageAttributes.entry.2.Value.StringValue': 'GREENNET',
    })
  })

  test('names no sender where there are none', async ({ assert }) => {
    const { received } = await sendTo('+12025550123', 200, PUBLISHED)
    assert.notInclude(received[0]?.body ?? '', 'SenderID')
  })

  test('{code} is {reason}')
    .with([
      { code: 'InvalidClientTokenId', status: 403, reason: 'bad_credentials' },
      { code: 'SignatureDoesNotMatch', status: 403, reason: 'bad_credentials' },
      { code: 'AuthorizationError', status: 403, reason: 'account_not_allowed' },
      { code: 'UserError', status: 400, reason: 'account_not_allowed' },
      { code: 'OptedOut', status: 400, reason: 'bad_number' },
      { code: 'Throttled', status: 429, reason: 'gateway_error' },
      { code: 'InvalidParameter', status: 400, reason: 'bad_message' },
      { code: 'SomethingNew', status: 400, reason: 'gateway_error' },
      {
        code: 'InvalidParameter',
        status: 400,
        message: 'Invalid parameter: PhoneNumber Reason: +88017 is not valid to publish to',
        reason: 'bad_number',
      },
    ] as { code: string; status: number; message?: string; reason: SmsReason }[])
    .run(async ({ assert }, { code, status, message, reason }) => {
      const { outcome } = await sendTo('+8801712345678', status, errorOf(code, message))
      assert.containSubset(outcome, {
        outcome: 'refused',
        reason,
        retryableElsewhere: reason !== 'bad_number',
      })
    })

  test('{what} is neither yes nor no, and is not asked again')
    .with([
      { what: 'an internal error', status: 500, body: errorOf('InternalError') },
      { what: 'a page', status: 200, body: '<html><h1>Hello</h1></html>' },
      { what: 'a page of refusal', status: 403, body: '<html><h1>Forbidden</h1></html>' },
      { what: 'nothing', status: 200, body: '' },
      { what: 'an answer without an id', status: 200, body: PUBLISHED.replace('94f2-1', '') },
      { what: 'half an answer', status: 200, body: PUBLISHED.slice(0, 120) },
    ])
    .run(async ({ assert }, { status, body }) => {
      const { outcome, received } = await sendTo('+8801712345678', status, body)
      assert.containSubset(outcome, { outcome: 'unknown', reason: 'unreadable_answer' })
      assert.lengthOf(received, 1)
    })

  test('{key} cannot be {value}')
    .with([
      { key: 'region', value: 'evil.example.net/' },
      { key: 'region', value: 'Frankfurt' },
      { key: 'sender_id', value: '12345' },
      { key: 'sender_id', value: 'A NAME' },
      { key: 'sender_id', value: 'MUCHTOOLONGNAME' },
    ])
    .run(({ assert }, { key, value }) => {
      assert.throws(() => open({ [key]: value }), InvalidCredentials)
    })
})

import { test } from '@japa/runner'

import { HttpAnswer } from '#core/http/outbound_answer'
import type { SmsReason } from '#messaging/gateways/contract'
import { readSent as readAfricasTalking } from '#messaging/gateways/africastalking/reply'
import { readSent as readInfobip } from '#messaging/gateways/infobip/reply'
import { readSent as readTwilio } from '#messaging/gateways/twilio/reply'
import { readSent as readVonage } from '#messaging/gateways/vonage/reply'

/** What an answer is read as: an id, a reason to refuse, or nothing either way. */
type Expected = { id: string; cost?: string } | SmsReason | null
type Fixture = [what: string, status: number, body: unknown, expected: Expected]

const twilio: Fixture[] = [
  ['queued', 201, { sid: 'SM1', status: 'queued', error_code: null }, { id: 'SM1' }],
  ['accepted by a service', 201, { sid: 'SM1', status: 'accepted' }, { id: 'SM1' }],
  ['failed at once', 201, { sid: 'SM1', status: 'failed', error_code: 30007 }, 'bad_message'],
  ['an unknown status', 201, { sid: 'SM1', status: 'thinking' }, null],
  ['no id', 201, { status: 'queued' }, null],
  ['a wrong token', 401, { code: 20003, message: 'Authenticate', status: 401 }, 'bad_credentials'],
  ['a wrong number', 400, { code: 21211, message: "The 'To' number" }, 'bad_number'],
  ['a country that is off', 400, { code: 21408 }, 'unsupported_destination'],
  ['a foreign sender', 400, { code: 21606 }, 'bad_sender'],
  ['STOP', 400, { code: 21610 }, 'bad_number'],
  ['too many requests', 429, { code: 20429 }, 'gateway_error'],
  ['a code nobody knows', 400, { code: 29999 }, 'gateway_error'],
  ['an error without a code', 400, { message: 'no' }, null],
  ['an error of its servers', 500, { code: 20500, message: 'Internal Server Error' }, null],
  ['a page', 200, '<html>502</html>', null],
  ['a refusal’s body with success', 200, { code: 21211 }, null],
]

const part = (status: string, rest: object = {}) => ({
  'status': status,
  'message-id': '0C1',
  ...rest,
})
const vonage: Fixture[] = [
  [
    'sent',
    200,
    { 'message-count': '1', 'messages': [part('0', { 'message-price': '0.03330000' })] },
    { id: '0C1', cost: '0.03' },
  ],
  [
    'sent in parts',
    200,
    {
      messages: [part('0', { 'message-price': '0.055' }), part('0', { 'message-price': '0.0549' })],
    },
    { id: '0C1', cost: '0.11' },
  ],
  ['sent, price unknown', 200, { messages: [part('0')] }, { id: '0C1' }],
  ['half sent', 200, { messages: [part('0'), part('9')] }, null],
  ['throttled', 200, { messages: [{ 'status': '1', 'error-text': 'Throttled' }] }, 'gateway_error'],
  ['wrong credentials', 200, { messages: [{ status: '4' }] }, 'bad_credentials'],
  ['barred', 200, { messages: [{ status: '7' }] }, 'bad_number'],
  ['no credit', 200, { messages: [{ status: '9' }] }, 'no_balance'],
  ['too long', 200, { messages: [{ status: '12' }] }, 'bad_message'],
  ['a wrong sender', 200, { messages: [{ status: '15' }] }, 'bad_sender'],
  ['a trial account', 200, { messages: [{ status: '29' }] }, 'account_not_allowed'],
  ['a status nobody knows', 200, { messages: [{ status: '99' }] }, 'gateway_error'],
  ['no messages', 200, { 'message-count': '0', 'messages': [] }, null],
  ['a status that is none', 200, { messages: [{ status: 'ok' }] }, null],
  ['success under an error', 500, { messages: [part('0')] }, null],
]

const infobip = (group: number, name: string) => ({
  bulkId: 'b',
  messages: [{ messageId: 'm-1', status: { groupId: group, name }, destination: '254711' }],
})
const problem = (messageId: string) => ({ requestError: { serviceException: { messageId } } })
const infobips: Fixture[] = [
  ['pending', 200, infobip(1, 'PENDING_ACCEPTED'), { id: 'm-1' }],
  ['no credits', 200, infobip(5, 'REJECTED_NOT_ENOUGH_CREDITS'), 'no_balance'],
  ['a foreign sender', 200, infobip(5, 'REJECTED_SOURCE'), 'bad_sender'],
  ['a wrong number', 200, infobip(5, 'REJECTED_DESTINATION'), 'bad_number'],
  ['no route', 200, infobip(5, 'REJECTED_ROUTE_NOT_AVAILABLE'), 'unsupported_destination'],
  ['a demo account', 200, infobip(5, 'REJECTED_DESTINATION_NOT_REGISTERED'), 'account_not_allowed'],
  ['expired', 200, infobip(4, 'EXPIRED_EXPIRED'), 'gateway_error'],
  ['a group nobody knows', 200, infobip(9, 'NEW'), null],
  ['two messages for one', 200, { messages: [{}, {}] }, null],
  ['unauthorized', 401, problem('UNAUTHORIZED'), 'bad_credentials'],
  ['a bad request', 400, problem('BAD_REQUEST'), 'bad_message'],
  ['too many requests', 429, problem('TOO_MANY_REQUESTS'), 'gateway_error'],
  [
    'a violation of the number',
    400,
    { errorCode: 'E400', violations: [{ property: 'messages[0].destinations[0].to' }] },
    'bad_number',
  ],
  ['an error of its servers', 500, problem('GENERAL_ERROR'), null],
  ['an error in other words', 404, { path: '/sms' }, null],
]

const recipient = (statusCode: number, rest: object = {}) => ({
  SMSMessageData: { Message: 'Sent to 1/1', Recipients: [{ statusCode, ...rest }] },
})
const africasTalking: Fixture[] = [
  [
    'sent',
    201,
    recipient(101, { messageId: 'ATXid_1', cost: 'KES 0.8000', status: 'Success' }),
    { id: 'ATXid_1', cost: '0.80' },
  ],
  ['queued', 201, recipient(102, { messageId: 'ATXid_1', cost: '0' }), { id: 'ATXid_1' }],
  ['held for risk', 201, recipient(401), 'account_not_allowed'],
  ['a foreign sender', 201, recipient(402), 'bad_sender'],
  ['a wrong number', 201, recipient(403), 'bad_number'],
  ['no balance', 201, recipient(405), 'no_balance'],
  ['opted out', 201, recipient(406), 'bad_number'],
  ['no route', 201, recipient(407), 'unsupported_destination'],
  [
    'a foreign sender without recipients',
    201,
    { SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } },
    'bad_sender',
  ],
  ['nobody, in other words', 201, { SMSMessageData: { Message: 'x', Recipients: [] } }, null],
  ['a wrong key', 401, 'The supplied authentication is invalid', 'bad_credentials'],
  ['a page that says 401', 401, '<html>Authorization Required</html>', null],
  ['an error of its servers', 500, 'Internal error', null],
]

const CASES = [
  ...twilio.map((fixture) => ({ name: 'Twilio', read: readTwilio, fixture })),
  ...vonage.map((fixture) => ({ name: 'Vonage', read: readVonage, fixture })),
  ...infobips.map((fixture) => ({ name: 'Infobip', read: readInfobip, fixture })),
  ...africasTalking.map((fixture) => ({
    name: 'Africa’s Talking',
    read: readAfricasTalking,
    fixture,
  })),
].map((each) => ({ ...each, what: each.fixture[0] }))

test.group('Answers of international SMS providers', () => {
  test('{name}: {what}')
    .with(CASES)
    .run(({ assert }, { read, fixture: [, status, body, expected] }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const verdict = read(new HttpAnswer(status, {}, text))
      if (expected === null) return assert.isNull(verdict)
      if (!verdict) return assert.fail('It is read as neither yes nor no')
      if ('accepted' in verdict) {
        const { providerId = '', cost } = verdict.accepted
        const found: Expected = { id: providerId, ...(cost ? { cost: cost.toDecimal() } : {}) }
        return assert.deepEqual(found, expected)
      }
      const { reason, retryableElsewhere }: { reason: Expected; retryableElsewhere: boolean } =
        verdict
      assert.equal(reason, expected)
      assert.equal(retryableElsewhere, expected !== 'bad_number')
    })
})

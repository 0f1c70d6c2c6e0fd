import { test } from '@japa/runner'

import type { InboundReport } from '#messaging/gateways/contract'
import { readReports as readAfricasTalking } from '#messaging/gateways/africastalking/reports'
import { readReports as readInfobip } from '#messaging/gateways/infobip/reports'
import { readReports as readVonage } from '#messaging/gateways/vonage/reports'

const ADDRESS = 'https://isp.example.net/sms/reports/token'
const KEY = 'abcd1234'
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

function report(rawBody: string, type: string, url = ADDRESS, method = 'POST'): InboundReport {
  return { method, url, headers: { 'content-type': type }, rawBody }
}

const infobip = (groupId: number, name: string) =>
  report(
    JSON.stringify({ results: [{ messageId: 'm-1', to: '254711', status: { groupId, name } }] }),
    JSON_TYPE
  )
const african = (fields: Record<string, string>) =>
  report(new URLSearchParams({ id: 'ATXid_1', phoneNumber: '+254711', ...fields }).toString(), FORM)

test.group('Delivery reports without a signature', () => {
  const receipt = {
    'msisdn': '254711',
    'messageId': '0C1',
    'status': 'delivered',
    'err-code': '0',
    'api-key': KEY,
  }
  const query = new URLSearchParams(receipt).toString()

  test('Vonage’s come by {how}')
    .with([
      { how: 'GET', sent: report('', '', `${ADDRESS}?${query}`, 'GET') },
      { how: 'POST of a form', sent: report(query, FORM) },
      { how: 'POST of JSON', sent: report(JSON.stringify(receipt), JSON_TYPE) },
    ])
    .run(({ assert }, { sent }) => {
      assert.deepEqual(readVonage(sent, KEY), [{ providerId: '0C1', state: 'delivered' }])
      assert.isNull(readVonage(sent, 'another-key'))
    })

  test('Vonage’s {status} is {state}')
    .with([
      { status: 'accepted', state: 'sent' },
      { status: 'buffered', state: 'sent' },
      { status: 'expired', state: 'failed' },
      { status: 'failed', state: 'failed' },
      { status: 'rejected', state: 'failed' },
      { status: 'unknown', state: undefined },
    ])
    .run(({ assert }, { status, state }) => {
      const reports = readVonage(report(JSON.stringify({ ...receipt, status }), JSON_TYPE), KEY)
      assert.equal(reports?.[0]?.state, state)
    })

  test('Infobip’s group {group} is {state}')
    .with([
      { group: 0, name: 'MESSAGE_ACCEPTED', state: undefined },
      { group: 1, name: 'PENDING_ENROUTE', state: 'sent' },
      { group: 2, name: 'UNDELIVERABLE_NOT_DELIVERED', state: 'failed' },
      { group: 3, name: 'DELIVERED_TO_HANDSET', state: 'delivered' },
      { group: 4, name: 'EXPIRED_DLR_UNKNOWN', state: 'failed' },
      { group: 5, name: 'REJECTED_NETWORK', state: 'failed' },
      { group: 9, name: 'NEW', state: undefined },
    ])
    .run(({ assert }, { group, name, state }) => {
      const [first] = readInfobip(infobip(group, name)) ?? []
      assert.equal(first?.state, state)
      if (state === 'failed') assert.include(first?.detail ?? '', name)
    })

  test('Infobip’s come in bundles, of which what is not one is left out', ({ assert }) => {
    const results = [
      { messageId: 'a', status: { groupId: 3 } },
      null,
      { status: { groupId: 3 } },
      { messageId: 'b', status: { groupId: 5, name: 'REJECTED_NETWORK' } },
    ]
    const reports = readInfobip(report(JSON.stringify({ results }), JSON_TYPE))
    assert.deepEqual(
      reports?.map(({ providerId, state }) => `${providerId} ${state}`),
      ['a delivered', 'b failed']
    )
  })

  test('Africa’s Talking’s {status} is {state}')
    .with([
      { status: 'Sent', state: 'sent' },
      { status: 'Submitted', state: 'sent' },
      { status: 'Buffered', state: 'sent' },
      { status: 'Success', state: 'delivered' },
      { status: 'Rejected', state: 'failed' },
      { status: 'Failed', state: 'failed' },
      { status: 'AbsentSubscriber', state: 'failed' },
      { status: 'Expired', state: 'failed' },
      { status: 'New', state: undefined },
    ])
    .run(({ assert }, { status, state }) => {
      const [first] = readAfricasTalking(african({ status })) ?? []
      assert.equal(first?.state, state)
    })

  test('Africa’s Talking says why it failed, in a word or not at all', ({ assert }) => {
    const failed = (failureReason: string) =>
      readAfricasTalking(african({ status: 'Failed', failureReason }))?.[0]?.detail
    assert.equal(failed('InsufficientCredit'), 'InsufficientCredit')
    assert.equal(failed('<script>alert(1)</script>'), 'Failed')
  })
})

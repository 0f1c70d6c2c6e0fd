import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { InvalidCredentials } from '#core/http/provider_errors'
import { openSmsGateway } from '#messaging/gateways/registry'

const URL_ENTERED = 'https://sms.example.net/send'
const ENTERED = {
  url: URL_ENTERED,
  to_field: 'number',
  text_field: 'message',
  sender_field: 'senderid',
  sender: 'GREENNET',
  key_field: 'api_key',
  key: 'a-key-nobody-may-see',
  constants: 'type=text',
  unicode_field: 'type',
  unicode_value: 'unicode',
  success_path: 'response_code',
  success_value: '202',
  balance_url: '/balance',
}

function open(change: Record<string, string>) {
  const credentials = { ...ENTERED, ...change }
  const clock = new FrozenClock()
  return openSmsGateway({ provider: 'generic_http', credentials, clock }, {})
}

function wrongKeys(work: () => unknown): readonly string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof InvalidCredentials) return error.keys
    throw error
  }
  return []
}

test.group('The form of a generic gateway', () => {
  test('is taken as it should be, and has a balance only with an address for it', ({ assert }) => {
    assert.isFunction(open({}).balance)
    assert.isUndefined(open({ balance_url: '' }).balance)
  })

  test('is refused for {keys.0}: {what}')
    .with([
      { what: 'not https', change: { url: 'http://sms.example.net/send' }, keys: ['url'] },
      { what: 'a query', change: { url: `${URL_ENTERED}?key=1` }, keys: ['url'] },
      { what: 'a login', change: { url: 'https://a:b@sms.example.net' }, keys: ['url'] },
      { what: 'no choice', change: { style: 'xml' }, keys: ['style'] },
      { what: 'GET with a form', change: { method: 'GET' }, keys: ['style'] },
      { what: 'no name', change: { headers: 'Bearer' }, keys: ['headers'] },
      { what: 'ours', change: { headers: 'Host: internal' }, keys: ['headers'] },
      { what: 'not ASCII', change: { headers: 'X-Key: ৳' }, keys: ['headers'] },
      { what: 'twice', change: { headers: 'a: 1\nA: 2' }, keys: ['headers'] },
      { what: 'no value', change: { constants: 'type' }, keys: ['constants'] },
      { what: 'missing', change: { to_field: '' }, keys: ['to_field'] },
      { what: 'a space', change: { to_field: 'the number' }, keys: ['to_field'] },
      { what: 'the same', change: { text_field: 'number' }, keys: ['text_field'] },
      { what: 'missing', change: { key_field: '' }, keys: ['key_field'] },
      { what: 'missing', change: { sender_field: '' }, keys: ['sender_field'] },
      { what: 'missing', change: { unicode_value: '' }, keys: ['unicode_value'] },
      { what: 'no success', change: { success_status: '404' }, keys: ['success_status'] },
      { what: 'missing', change: { success_value: '' }, keys: ['success_value'] },
      { what: 'no path', change: { success_path: '$..*' }, keys: ['success_path'] },
      { what: 'no path', change: { id_path: 'a[*]' }, keys: ['id_path'] },
      { what: 'no path', change: { error_path: '/(a+)+$/' }, keys: ['error_path'] },
      { what: 'another host', change: { balance_url: 'https://x.net/' }, keys: ['balance_url'] },
      { what: 'no currency', change: { balance_currency: 'XXX' }, keys: ['balance_currency'] },
      {
        what: 'one inside the other',
        change: { style: 'json', text_field: 'number.text' },
        keys: ['text_field'],
      },
      {
        what: 'in the way of a field',
        change: { style: 'json', text_field: 'a.text', constants: 'a=1' },
        keys: ['constants'],
      },
      {
        what: 'several at once',
        change: { success_value: '', id_path: '*' },
        keys: ['success_value', 'id_path'],
      },
    ] as { what: string; change: Record<string, string>; keys: string[] }[])
    .run(({ assert }, { change, keys }) => {
      assert.sameMembers([...wrongKeys(() => open(change))], keys)
    })
})

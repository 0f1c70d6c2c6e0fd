import { test } from '@japa/runner'
import { startVonage } from '#tests/standins/vonage/start'
import { readJson } from './web.js'
import { openWebhookListener } from './webhook_listener.js'

const ORDER = {
  api_key: 'abcd1234',
  api_secret: 'secret',
  from: 'GreenNet',
  to: '8801712345678',
  text: 'Hello',
}

async function open(balance = 10) {
  const account = {
    apiKey: 'abcd1234',
    apiSecret: 'secret',
    balance,
    pricePerSegment: 0.5,
    destinations: ['880'],
    barred: ['8801799999999'],
  }
  const vonage = await startVonage({ accounts: [account] })
  const send = async (changes: Record<string, string>) => {
    const kept = Object.entries({ ...ORDER, ...changes }).filter(([, value]) => value !== '-')
    const body = new URLSearchParams(kept)
    const response = await fetch(`${vonage.baseUrl}/sms/json`, { method: 'POST', body })
    return { status: response.status, reply: JSON.parse(await response.text()) }
  }
  return { vonage, send }
}

test.group('Vonage stand-in', () => {
  test('has a message, an id and a price for each part', async ({ assert, cleanup }) => {
    const { vonage, send } = await open()
    cleanup(() => vonage.stop())
    const { reply } = await send({
      'text': 'ক'.repeat(71),
      'type': 'unicode',
      'client-ref': 'sms-1',
    })

    assert.equal(reply['message-count'], '2')
    assert.containSubset(reply.messages[1], {
      'status': '0',
      'to': '8801712345678',
      'remaining-balance': '9.00000000',
      'message-price': '0.50000000',
      'client-ref': 'sms-1',
    })
    const query = 'api_key=abcd1234&api_secret=secret'
    assert.containSubset(await readJson(`${vonage.baseUrl}/account/get-balance?${query}`), {
      value: 9,
    })
    assert.lengthOf(vonage.control.messages(), 1)
  })

  test('sends question marks for what is not declared unicode', async ({ assert, cleanup }) => {
    const { vonage, send } = await open()
    cleanup(() => vonage.stop())
    await send({ text: 'কোড 1234 ñ' })
    assert.equal(vonage.control.messages()[0]?.text, '??? 1234 ñ')
  })

  test('refuses {0} with status {1} and HTTP 200')
    .with([
      ['a wrong secret', '4', { api_secret: 'guess' }],
      ['an unknown key', '4', { api_key: 'unknown1' }],
      ['no sender', '2', { from: '-' }],
      ['no text', '2', { text: '' }],
      ['a plus', '3', { to: '+8801712345678' }],
      ['a type that is none', '3', { type: 'Unicode' }],
      ['an unknown parameter', '3', { colour: 'red' }],
      ['a number that is barred', '7', { to: '8801799999999' }],
      ['too long a text', '12', { text: 'a'.repeat(3201) }],
      ['a sender that is none', '15', { from: 'a sender far too long' }],
      ['a callback that is none', '23', { callback: 'somewhere' }],
      ['a country not enabled', '29', { to: '254711223344' }],
    ] as [string, string, Record<string, string>][])
    .run(async ({ assert, cleanup }, [, status, changes]) => {
      const { vonage, send } = await open()
      cleanup(() => vonage.stop())
      assert.containSubset(await send(changes), { status: 200, reply: { messages: [{ status }] } })
      assert.lengthOf(vonage.control.messages(), 0)
    })

  test('ends in status 9', async ({ assert, cleanup }) => {
    const { vonage, send } = await open(0.75)
    cleanup(() => vonage.stop())
    assert.equal((await send({})).reply.messages[0].status, '0')
    assert.equal((await send({})).reply.messages[0].status, '9')
  })

  test('sends receipts as the account has it: {$self}')
    .with(['GET', 'POST', 'POST-JSON'] as const)
    .run(async ({ assert, cleanup }, format) => {
      const { vonage, send } = await open()
      const merchant = await openWebhookListener()
      cleanup(() => vonage.stop())
      cleanup(() => merchant.stop())
      vonage.control.account('abcd1234').webhookFormat = format
      const { reply } = await send({ callback: `${merchant.origin}/dlr?key=1` })
      const id: string = reply.messages[0]['message-id']
      await vonage.control.deliver(id, 'delivered')

      const { path = '', raw = '' } = merchant.heard[0] ?? {}
      const fields = {
        'GET': () => Object.fromEntries(new URL(path, merchant.origin).searchParams),
        'POST': () => Object.fromEntries(new URLSearchParams(raw)),
        'POST-JSON': () => JSON.parse(raw),
      }[format]()
      assert.containSubset(fields, { 'messageId': id, 'status': 'delivered', 'err-code': '0' })
      assert.match(path, /^\/dlr\?key=1/)
    })
})

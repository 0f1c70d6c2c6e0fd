import { test } from '@japa/runner'
import { startInfobip } from '#tests/standins/infobip/start'
import { openWebhookListener } from './webhook_listener.js'

const AUTHORIZED = { 'authorization': 'App key', 'content-type': 'application/json' }
const message = (changes: object = {}) => ({
  sender: 'GreenNet',
  destinations: [{ to: '8801712345678' }],
  content: { text: 'Hello' },
  ...changes,
})

async function open(balance = 10) {
  const account = {
    apiKey: 'key',
    senders: ['GreenNet'],
    destinations: ['880'],
    balance,
    pricePerSegment: 0.5,
  }
  const infobip = await startInfobip({ accounts: [account] })
  const post = async (body: unknown, headers: Record<string, string> = AUTHORIZED) => {
    const address = `${infobip.baseUrl}/sms/3/messages`
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, reply: JSON.parse(await response.text()) }
  }
  const send = (changes?: object) => post({ messages: [message(changes)] })
  return { infobip, post, send }
}

test.group('Infobip stand-in', () => {
  test('accepts a message as pending and charges its parts', async ({ assert, cleanup }) => {
    const { infobip, send } = await open()
    cleanup(() => infobip.stop())
    const { status, reply } = await send({ content: { text: 'ক'.repeat(71) } })

    assert.equal(status, 200)
    assert.containSubset(reply.messages[0], {
      status: { groupId: 1, groupName: 'PENDING', name: 'PENDING_ACCEPTED' },
      destination: '8801712345678',
      details: { messageCount: 2 },
    })
    const response = await fetch(`${infobip.baseUrl}/account/1/balance`, { headers: AUTHORIZED })
    assert.deepEqual(await response.json(), { balance: 9, currency: 'EUR' })
  })

  test('rejects {0} as {1} within a good answer')
    .with([
      ['a plus', 'REJECTED_INVALID_DESTINATION', { destinations: [{ to: '+8801712345678' }] }],
      ['a sender that is none', 'REJECTED_SOURCE', { sender: 'a sender far too long' }],
      ['a sender not registered', 'REJECTED_SENDER', { sender: 'Other' }],
      ['no route', 'REJECTED_ROUTE_NOT_AVAILABLE', { destinations: [{ to: '254711223344' }] }],
    ] as [string, string, object][])
    .run(async ({ assert, cleanup }, [, name, changes]) => {
      const { infobip, send } = await open()
      cleanup(() => infobip.stop())
      const rejected = { status: 200, reply: { messages: [{ status: { groupId: 5, name } }] } }
      assert.containSubset(await send(changes), rejected)
      assert.lengthOf(infobip.control.messages(), 0)
    })

  test('refuses {0} at {1}')
    .with([
      ['no messages', 'messages', { messages: [] }],
      ['an unknown field', 'colour', { messages: [message()], colour: 1 }],
      ['an older field', 'messages[0].from', { messages: [{ ...message(), from: 'x' }] }],
      ['no text', 'messages[0].content.text', { messages: [message({ content: {} })] }],
      ['no destination', 'messages[0].destinations', { messages: [message({ destinations: [] })] }],
      [
        'a callback that is none',
        'messages[0].webhooks.delivery.url',
        { messages: [message({ webhooks: { delivery: { url: 'somewhere' } } })] },
      ],
    ] as [string, string, object][])
    .run(async ({ assert, cleanup }, [, property, body]) => {
      const { infobip, post } = await open()
      cleanup(() => infobip.stop())
      const refused = { status: 400, reply: { errorCode: 'E400', violations: [{ property }] } }
      assert.containSubset(await post(body), refused)
    })

  test('refuses a wrong key, a key that may not send and another content type', async ({
    assert,
    cleanup,
  }) => {
    const { infobip, post, send } = await open()
    cleanup(() => infobip.stop())
    assert.equal((await post({}, { ...AUTHORIZED, authorization: 'App guess' })).status, 401)
    assert.equal((await post({}, { ...AUTHORIZED, authorization: 'Bearer key' })).status, 401)
    assert.equal((await post({}, { ...AUTHORIZED, 'content-type': 'text/plain' })).status, 415)
    infobip.control.account('key').maySend = false
    assert.equal((await send()).status, 403)
  })

  test('knows an id it has had, and an empty balance', async ({ assert, cleanup }) => {
    const { infobip, send } = await open(0.5)
    cleanup(() => infobip.stop())
    const destinations = [{ to: '8801712345678', messageId: 'mine' }]
    const named = async () => (await send({ destinations })).reply.messages[0].status.name
    assert.equal(await named(), 'PENDING_ACCEPTED')
    assert.equal(await named(), 'REJECTED_DUPLICATE_MESSAGE_ID')
    assert.equal((await send()).reply.messages[0].status.name, 'REJECTED_NOT_ENOUGH_CREDITS')
  })

  test('tells where the message said', async ({ assert, cleanup }) => {
    const { infobip, send } = await open()
    const merchant = await openWebhookListener()
    cleanup(() => infobip.stop())
    cleanup(() => merchant.stop())
    const { reply } = await send({ webhooks: { delivery: { url: `${merchant.origin}/dlr` } } })
    const { messageId } = reply.messages[0]
    await infobip.control.deliver(messageId, 'delivered')
    await infobip.control.deliver(messageId, 'failed')

    assert.containSubset(
      merchant.heard.map(({ raw }) => JSON.parse(raw).results[0]),
      [
        { messageId, status: { groupId: 3 }, error: { groupId: 0, permanent: false } },
        { messageId, status: { groupId: 2 }, error: { groupId: 1 } },
      ]
    )
  })
})

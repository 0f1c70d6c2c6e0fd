import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { startTwilio } from '#tests/standins/twilio/start'
import { openWebhookListener } from './webhook_listener.js'

const SID = `AC${'0'.repeat(32)}`
const FROM = '+15005550006'
const ORDER = { To: '+8801712345678', From: FROM, Body: 'Hello' }

async function open(balance = 10) {
  const account = {
    accountSid: SID,
    authToken: 'token',
    apiKeys: { SK1: 'secret' },
    senders: [FROM, 'GreenNet'],
    messagingServices: { MG1: FROM },
    regions: ['+880'],
    optedOut: ['+8801799999999'],
    balance,
    pricePerSegment: 0.5,
  }
  const twilio = await startTwilio({ accounts: [account] })
  const at = `${twilio.baseUrl}/2010-04-01/Accounts/${SID}`
  const as = (login: string) => ({ authorization: `Basic ${btoa(login)}` })
  const send = async (changes: Record<string, string>, login = `${SID}:token`) => {
    const kept = Object.entries({ ...ORDER, ...changes }).filter(([, value]) => value !== '-')
    const body = new URLSearchParams(kept)
    const response = await fetch(`${at}/Messages.json`, {
      method: 'POST',
      body,
      headers: as(login),
    })
    return { status: response.status, reply: JSON.parse(await response.text()) }
  }
  const balanceNow = async () => {
    const response = await fetch(`${at}/Balance.json`, { headers: as(`${SID}:token`) })
    return response.json()
  }
  return { twilio, send, balanceNow }
}

test.group('Twilio stand-in', () => {
  test('takes a message, counts segments and charges them', async ({ assert, cleanup }) => {
    const { twilio, send, balanceNow } = await open()
    cleanup(() => twilio.stop())

    const { status, reply } = await send({ Body: 'ক'.repeat(71) })
    assert.equal(status, 201)
    assert.containSubset(reply, { status: 'queued', num_segments: '2', error_code: null })
    assert.equal((await send({}, 'SK1:secret')).status, 201)
    assert.equal((await send({ From: '-', MessagingServiceSid: 'MG1' })).reply.status, 'accepted')
    assert.containSubset(await balanceNow(), { balance: '8', currency: 'USD' })
    assert.lengthOf(twilio.control.messages('+8801712345678'), 3)
  })

  test('refuses {0} with {2} and HTTP {1}')
    .with([
      ['a number without plus', 400, 21211, { To: '8801712345678' }],
      ['no number', 400, 21604, { To: '-' }],
      ['no sender', 400, 21603, { From: '-' }],
      ['a sender that is none', 400, 21212, { From: 'a sender far too long' }],
      ["somebody else's sender", 400, 21606, { From: '+15005550009' }],
      ['an unknown service', 404, 21701, { From: '-', MessagingServiceSid: 'MG9' }],
      ['no text', 400, 21602, { Body: '-' }],
      ['too long a text', 400, 21617, { Body: 'a'.repeat(1601) }],
      ['a callback that is none', 400, 21609, { StatusCallback: 'somewhere' }],
      ['a region not enabled', 400, 21408, { To: '+254711223344' }],
      ['who opted out', 400, 21610, { To: '+8801799999999' }],
      ['an unknown parameter', 400, 20001, { Colour: 'red' }],
    ] as [string, number, number, Record<string, string>][])
    .run(async ({ assert, cleanup }, [, status, code, changes]) => {
      const { twilio, send } = await open()
      cleanup(() => twilio.stop())
      assert.containSubset(await send(changes), { status, reply: { code, status } })
      assert.lengthOf(twilio.control.messages(), 0)
    })

  test('refuses who is not the account, and an account without money', async ({
    assert,
    cleanup,
  }) => {
    const { twilio, send } = await open(0.4)
    cleanup(() => twilio.stop())
    assert.containSubset(await send({}, `${SID}:guess`), { status: 401, reply: { code: 20003 } })
    assert.containSubset(await send({}), { status: 403, reply: { code: 20005 } })
  })

  test('tells of deliveries, signed over the exact address', async ({ assert, cleanup }) => {
    const { twilio, send } = await open()
    const merchant = await openWebhookListener()
    cleanup(() => twilio.stop())
    cleanup(() => merchant.stop())
    const url = `${merchant.origin}/sms?key=a%20b`
    const { reply } = await send({ StatusCallback: url })
    await twilio.control.deliver(reply.sid, 'failed', '30005')

    const [heard] = merchant.heard
    const form = new URLSearchParams(heard?.raw)
    assert.equal(form.get('MessageStatus'), 'undelivered')
    assert.equal(form.get('ErrorCode'), '30005')
    const signed = [...form]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flat()
      .join('')
    const expected = createHmac('sha1', 'token')
      .update(url + signed)
      .digest('base64')
    assert.equal(heard?.headers['x-twilio-signature'], expected)
  })
})

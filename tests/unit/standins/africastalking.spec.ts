import { test } from '@japa/runner'
import { startAfricasTalking } from '#tests/standins/africastalking/start'
import { openWebhookListener } from './webhook_listener.js'

const TO = '+254711223344'
const HEADERS = { apikey: 'key', accept: 'application/json' }
const ORDER = { username: 'greennet', to: TO, message: 'Hello', from: 'GREENNET', bulkSMSMode: '1' }

async function open(balance = 10) {
  const account = {
    username: 'greennet',
    apiKey: 'key',
    senders: ['GREENNET'],
    destinations: ['+254'],
    blacklist: ['+254799999999'],
    balance,
    pricePerSegment: 0.8,
  }
  const africas = await startAfricasTalking({ accounts: [account] })
  const send = async (
    changes: Record<string, string> = {},
    headers: Record<string, string> = HEADERS
  ) => {
    const kept = Object.entries({ ...ORDER, ...changes }).filter(([, value]) => value !== '-')
    const address = `${africas.baseUrl}/version1/messaging`
    const body = new URLSearchParams(kept)
    const response = await fetch(address, { method: 'POST', headers, body })
    const text = await response.text()
    const data = response.status === 201 ? JSON.parse(text).SMSMessageData : undefined
    return { status: response.status, text, data }
  }
  return { africas, send }
}

test.group("Africa's Talking stand-in", () => {
  test('tells of each recipient, and charges the parts', async ({ assert, cleanup }) => {
    const { africas, send } = await open()
    cleanup(() => africas.stop())
    const { status, data } = await send({
      to: `${TO},254711,+8801712345678`,
      message: 'a'.repeat(161),
    })

    assert.equal(status, 201)
    assert.equal(data.Message, 'Sent to 1/3 Total Cost: KES 1.6000 Message parts: 2')
    assert.containSubset(data.Recipients, [
      { statusCode: 101, number: TO, status: 'Success', cost: 'KES 1.6000', messageParts: 2 },
      { statusCode: 403, status: 'InvalidPhoneNumber', messageId: 'None', cost: '0' },
      { statusCode: 407, status: 'CouldNotRoute' },
    ])
    const address = `${africas.baseUrl}/version1/user?username=greennet`
    const user = await fetch(address, { headers: HEADERS })
    assert.deepEqual(await user.json(), { UserData: { balance: 'KES 8.4000' } })
  })

  test('turns down {0}: {1}')
    .with([
      ['who is on the blacklist', 406, { to: '+254799999999' }],
      ['a text that costs too much', 405, { message: 'a'.repeat(1600) }],
    ] as [string, number, Record<string, string>][])
    .run(async ({ assert, cleanup }, [, statusCode, changes]) => {
      const { africas, send } = await open(5)
      cleanup(() => africas.stop())
      assert.containSubset((await send(changes)).data.Recipients, [{ statusCode }])
      assert.lengthOf(africas.control.messages(), 0)
    })

  test('answers a sender that is not registered with no recipients', async ({
    assert,
    cleanup,
  }) => {
    const { africas, send } = await open()
    cleanup(() => africas.stop())
    const { status, data } = await send({ from: 'OTHER' })
    assert.equal(status, 201)
    assert.deepEqual(data, { Message: 'InvalidSenderId', Recipients: [] })
  })

  test('refuses {0} with HTTP {1}')
    .with([
      ['a wrong key', 401, {}, { ...HEADERS, apikey: 'guess' }],
      ['a key of another user', 401, { username: 'sandbox' }, HEADERS],
      ['no number', 400, { to: '-' }, HEADERS],
      ['an unknown field', 400, { colour: 'red' }, HEADERS],
      ['another bulk mode', 400, { bulkSMSMode: '0' }, HEADERS],
    ] as [string, number, Record<string, string>, Record<string, string>][])
    .run(async ({ assert, cleanup }, [, status, changes, headers]) => {
      const { africas, send } = await open()
      cleanup(() => africas.stop())
      assert.equal((await send(changes, headers)).status, status)
      assert.lengthOf(africas.control.messages(), 0)
    })

  test("tells the dashboard's callback, unsigned", async ({ assert, cleanup }) => {
    const { africas, send } = await open()
    const merchant = await openWebhookListener()
    cleanup(() => africas.stop())
    cleanup(() => merchant.stop())
    africas.control.account('greennet').callback = `${merchant.origin}/dlr`
    const { messageId } = (await send()).data.Recipients[0]
    await africas.control.deliver(messageId, 'failed', 'UserInBlackList')

    const form = new URLSearchParams(merchant.heard[0]?.raw)
    assert.containSubset(Object.fromEntries(form), {
      id: messageId,
      status: 'Failed',
      phoneNumber: TO,
      failureReason: 'UserInBlackList',
    })
  })
})

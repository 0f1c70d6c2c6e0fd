import { test } from '@japa/runner'
import { startBulkSmsBd, type RunningBulkSmsBd } from '#tests/standins/bulksmsbd/start'
import { read, readJson } from './web.js'

const SENDER = '8809617000001'
const NUMBER = '8801712345678'
const ORDER = { api_key: 'key', type: 'text', number: NUMBER, senderid: SENDER, message: 'Hello' }

type Fields = Record<string, string | undefined>

async function open(balance = 10): Promise<RunningBulkSmsBd> {
  return startBulkSmsBd({
    accounts: [{ apiKey: 'key', senderIds: [SENDER, 'GreenNet'], balance, pricePerSegment: 0.5 }],
  })
}

/** Absent fields are left out, empty ones are sent empty. */
function urlEncoded(fields: Fields): URLSearchParams {
  const present = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]]
  )
  return new URLSearchParams(present)
}

async function send(sms: RunningBulkSmsBd, changes: Fields = {}) {
  const body = urlEncoded({ ...ORDER, ...changes })
  const response = await fetch(`${sms.baseUrl}/smsapi`, { method: 'POST', body })
  return { status: response.status, body: await response.text() }
}

async function codeOf(reply: Promise<{ status: number; body: string }>): Promise<unknown> {
  const { body } = await reply
  const parsed: unknown = JSON.parse(body)
  return typeof parsed === 'object' && parsed !== null && 'response_code' in parsed
    ? parsed.response_code
    : parsed
}

test.group('BulkSMSBD stand-in: sending', () => {
  test('delivers what comes as {$self}')
    .with(['query', 'form', 'JSON'] as const)
    .run(async ({ assert, cleanup }, style) => {
      const sms = await open()
      cleanup(() => sms.stop())
      const url = `${sms.baseUrl}/smsapi`
      const response = await {
        query: () => fetch(`${url}?${urlEncoded(ORDER).toString()}`),
        form: () => fetch(url, { method: 'POST', body: urlEncoded(ORDER) }),
        JSON: () =>
          fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(ORDER),
          }),
      }[style]()
      const reply = await response.json()

      assert.containSubset(reply, {
        response_code: 202,
        success_message: 'SMS Submitted Successfully 1',
        error_message: '',
      })
      assert.containSubset(sms.control.messages(), [
        { to: '+8801712345678', from: SENDER, text: 'Hello', encoding: 'GSM-7' },
      ])
    })

  test('refuses {field} = "{value}" with {code} and HTTP 200')
    .with([
      { field: 'number', value: '+8801712345678', code: 1001 },
      { field: 'number', value: '01712345678', code: 1001 },
      { field: 'number', value: '8801212345678', code: 1001 },
      { field: 'number', value: '88017123456789', code: 1001 },
      { field: 'number', value: `${NUMBER},`, code: 1001 },
      { field: 'senderid', value: '8809617999999', code: 1002 },
      { field: 'message', value: '', code: 1003 },
      { field: 'message', value: undefined, code: 1003 },
      { field: 'senderid', value: undefined, code: 1003 },
      { field: 'number', value: undefined, code: 1003 },
      { field: 'type', value: 'flash', code: 1003 },
      { field: 'colour', value: 'red', code: 1003 },
      { field: 'api_key', value: 'guess', code: 1011 },
      { field: 'senderid', value: 'GreenNet', code: 1012 },
    ])
    .run(async ({ assert, cleanup }, { field, value, code }) => {
      const sms = await open()
      cleanup(() => sms.stop())
      const reply = await send(sms, { [field]: value })

      assert.equal(reply.status, 200)
      assert.equal(await codeOf(Promise.resolve(reply)), code)
      assert.lengthOf(sms.control.messages(), 0)
      assert.equal(sms.control.account('key').balance, '10.00')
    })

  test('takes Bengali from a masked sender', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())

    assert.equal(await codeOf(send(sms, { senderid: 'GreenNet', message: 'আপনার কোড ১২৩৪' })), 202)
    assert.containSubset(sms.control.messages(), [{ from: 'GreenNet', code: '১২৩৪' }])
  })

  test('charges each segment of each recipient and ends in 1007', async ({ assert, cleanup }) => {
    const sms = await open(3)
    cleanup(() => sms.stop())
    const { control } = sms
    const balance = () => readJson(`${sms.baseUrl}/getBalanceApi?api_key=key`)

    assert.equal(await codeOf(send(sms, { number: `${NUMBER},8801812345678` })), 202)
    assert.deepEqual(await balance(), { balance: '2.00' })
    assert.equal(await codeOf(send(sms, { message: 'ক'.repeat(71) })), 202)
    assert.deepEqual(await balance(), { balance: '1.00' })
    assert.equal(await codeOf(send(sms, { message: 'a'.repeat(307) })), 1007)
    assert.deepEqual(await balance(), { balance: '1.00' })
    assert.lengthOf(control.messages(), 3)
    assert.lengthOf(control.messages(NUMBER)[0]?.segments ?? [], 2)
  })

  test('sends each number its own text, all or none', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())
    const many = async (messages: unknown) => {
      const response = await fetch(`${sms.baseUrl}/smsapimany`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ api_key: 'key', senderid: SENDER, messages }),
      })
      return { status: response.status, body: await response.text() }
    }
    const one = { to: NUMBER, message: 'one' }
    const two = { to: '8801812345678', message: 'two' }

    assert.equal(await codeOf(many([one, { ...two, to: '017' }])), 1001)
    assert.equal(await codeOf(many([])), 1003)
    assert.lengthOf(sms.control.messages(), 0)
    assert.equal(await codeOf(many([one, two])), 202)
    assert.equal(sms.control.messages('+8801812345678')[0]?.text, 'two')
  })

  test('refuses an account that is {what} with {code}')
    .with([
      { what: 'not verified', change: { verified: false }, code: 1031 },
      { what: 'past its validity', change: { valid: false }, code: 1006 },
      { what: 'called from elsewhere', change: { allowedIps: ['203.0.113.9'] }, code: 1032 },
    ])
    .run(async ({ assert, cleanup }, { change, code }) => {
      const sms = await open()
      cleanup(() => sms.stop())
      const address = `${sms.origin}/__control/accounts/key`
      const patched = await fetch(address, { method: 'PATCH', body: JSON.stringify(change) })

      assert.equal(patched.status, 200)
      assert.equal(await codeOf(send(sms)), code)
    })

  test('names the address it does not know', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())
    sms.control.account('key').allowedIps = ['203.0.113.9']

    const { body } = await send(sms)
    assert.include(body, 'Your ip 127.0.0.1 not Whitelisted')
  })

  test('answers older accounts with the bare code', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())
    sms.control.useReplyStyle('bare')

    assert.deepEqual(await send(sms), { status: 200, body: '202' })
    assert.deepEqual(await send(sms, { api_key: 'guess' }), { status: 200, body: '1011' })
  })

  test('goes wrong as told: {mode}')
    .with([
      { mode: 'html', says: '<h1>', delivered: 0 },
      { mode: 'internal-error', says: '1005', delivered: 0 },
      { mode: 'ip-not-whitelisted', says: '1032', delivered: 0 },
      { mode: 'bare', says: '202', delivered: 1 },
    ])
    .run(async ({ assert, cleanup }, { mode, says, delivered }) => {
      const sms = await open()
      cleanup(() => sms.stop())
      sms.control.force({ path: 'smsapi', mode })

      const { body } = await send(sms)
      assert.include(body, says)
      assert.lengthOf(sms.control.messages(), delivered)
      assert.equal(sms.control.calls('smsapi'), 1)
    })

  test('can deliver and never say so', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())
    sms.control.force({ path: 'smsapi', mode: 'timeout-after-capture' })
    await assert.rejects(() =>
      fetch(`${sms.baseUrl}/smsapi?${urlEncoded(ORDER).toString()}`, {
        signal: AbortSignal.timeout(200),
      })
    )

    assert.lengthOf(sms.control.messages(), 1)
  })
})

test.group('BulkSMSBD stand-in: the inbox', () => {
  test('tells tests what a number received, newest first', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())
    await send(sms, { message: 'Your code is 1234' })
    await send(sms, { message: 'Tk 1500 paid', number: '8801812345678' })
    await send(sms, { message: 'Your GreenNet code: 567890. It ends in 5 minutes.' })
    for (const spelling of ['+8801712345678', '%2B8801712345678', '8801712345678', '01712345678']) {
      const reply = await readJson(`${sms.origin}/inbox.json?number=${spelling}`)

      assert.containSubset(reply, { messages: [{ code: '567890' }, { code: '1234' }] })
    }
    const payment = await read(`${sms.origin}/inbox.json?number=8801812345678`)
    assert.include(payment, 'Tk 1500 paid')
    assert.notInclude(payment, '"code"')
  })

  test('shows people the messages, and only as text', async ({ assert, cleanup }) => {
    const sms = await open()
    cleanup(() => sms.stop())
    await send(sms, { message: '<img src=x onerror=alert(1)> code 4321' })
    await send(sms, { message: 'for another', number: '8801812345678' })
    const address = `${sms.inboxUrl}?number=%2B8801712345678`
    const page = await read(address)

    assert.include(page, '&lt;img src=x')
    assert.notInclude(page, '<img')
    assert.include(page, '<div class="code">4321</div>')
    assert.include(page, 'http-equiv="refresh"')
    assert.notInclude(page, 'for another')
    assert.notInclude(await read(`${address}&pause=1`), 'http-equiv="refresh"')
    assert.match(page, /aria-current="true">\+8801712345678</)
    assert.include(page, 'href="/inbox?number=%2B8801812345678"')
  })
})

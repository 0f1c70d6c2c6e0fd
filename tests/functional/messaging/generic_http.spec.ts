import { createServer } from 'node:net'
import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'

import { SystemClock } from '#core/clock'
import { InvalidCredentials } from '#core/http/provider_errors'
import { trustMobileNumber } from '#core/mobile_number'
import type { SmsGateway } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import type { SHAPES } from '#tests/standins/generic_http/shapes'
import { startGenericHttp } from '#tests/standins/generic_http/start'

import { answer, scriptedServer } from '../../unit/core/http/scripted_server.js'
import { messageId } from './international_accounts.js'

const KEY = 'a-key-nobody-may-see&=+%'
const URL_ENTERED = 'https://sms.example.net/send'

interface Description {
  shape: keyof typeof SHAPES
  entered: Record<string, string>
  /** How a number arrives there. */
  writes(mobile: string): string
  /** Whether it says no in a way that counts. */
  refuses: boolean
}

const DESCRIPTIONS: Description[] = [
  {
    shape: 'form',
    entered: {
      to_field: 'number',
      text_field: 'message',
      sender_field: 'senderid',
      sender: 'GREENNET',
      key_field: 'api_key',
      key: KEY,
      constants: 'type=text',
      unicode_field: 'type',
      unicode_value: 'unicode',
      success_path: 'response_code',
      success_value: '202',
      id_path: 'message_id',
      error_path: 'error_message',
      balance_url: '/balance',
      balance_path: 'account.balance',
    },
    writes: (mobile) => mobile.slice(1),
    refuses: true,
  },
  {
    shape: 'json',
    entered: {
      style: 'json',
      headers: `Authorization: Bearer ${KEY}\r\nX-Account: isp`,
      to_field: 'messages[0].to[0]',
      number_format: 'plus',
      text_field: 'messages[0].content.text',
      sender_field: 'messages[0].from',
      sender: 'GREENNET',
      request_id_field: 'reference',
      constants: 'flash=no',
      success_status: '202',
      success_path: 'data[0].state',
      success_value: 'queued',
      id_path: 'data[0].id',
      error_path: 'error.reason',
      balance_url: '/balance',
      balance_path: 'account.balance',
    },
    writes: (mobile) => mobile,
    refuses: true,
  },
  {
    shape: 'query',
    entered: {
      method: 'GET',
      style: 'query',
      to_field: 'to',
      number_format: 'national',
      text_field: 'text',
      key_field: 'password',
      key: KEY,
      constants: 'user=isp',
      unicode_field: 'coding',
      unicode_value: '2',
      success_rule: 'contains',
      success_value: 'OK:',
      balance_url: '/balance',
    },
    writes: (mobile) => `0${mobile.slice(4)}`,
    refuses: false,
  },
]
const [FORM] = DESCRIPTIONS

function openGeneric(entered: Record<string, string>, env: NodeJS.ProcessEnv = {}): SmsGateway {
  const credentials = { url: URL_ENTERED, ...FORM?.entered, ...entered }
  const account = { provider: 'generic_http', credentials, clock: new SystemClock() }
  return openSmsGateway(account, env)
}

async function openAt({ shape, entered }: Description, change: Record<string, string> = {}) {
  const standIn = await startGenericHttp({ shape, key: KEY })
  const credentials = { url: URL_ENTERED, ...entered, ...change }
  const account = { provider: 'generic_http', credentials, clock: new SystemClock() }
  const gateway = openSmsGateway(account, { GENERIC_HTTP_BASE_URL: standIn.baseUrl })
  return { standIn, gateway, stop: () => standIn.stop() }
}

const anyMobile = () => `+88017${randomInt(10_000_000, 99_999_999)}`

function send(gateway: SmsGateway, text = 'Your code is 4711', to = anyMobile()) {
  return gateway.send({ to: trustMobileNumber(to), text, messageId: messageId() })
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

test.group('Messaging | Generic HTTP gateway', () => {
  test('{shape}: texts arrive as they are, whatever characters they have')
    .with(DESCRIPTIONS)
    .run(async ({ assert, cleanup }, description) => {
      const { standIn, gateway, stop } = await openAt(description)
      cleanup(stop)
      const texts = [
        'Your code: 4711 & more=1 +%20 #?/',
        '"}],"to":["x"] {{text}} ${text} \\n',
        'আপনার কোড ৪৭১১ 😀',
      ]
      for (const text of texts) {
        const mobile = anyMobile()
        const outcome = await send(gateway, text, mobile)
        assert.equal(outcome.outcome, 'accepted', JSON.stringify(outcome))
        const told = standIn.control.messages.at(-1)
        assert.equal(told?.text, text)
        assert.equal(told?.number, description.writes(mobile))
      }
      const balance = await gateway.balance?.()
      assert.equal(balance?.ok && balance.balance.toDecimal(), '12.34')
    })

  test('{shape}: the gateway’s id comes back, ours goes there')
    .with(DESCRIPTIONS.filter(({ refuses }) => refuses))
    .run(async ({ assert, cleanup }, description) => {
      const { standIn, gateway, stop } = await openAt(description)
      cleanup(stop)
      const outcome = await send(gateway)
      assert.match((outcome.outcome === 'accepted' && outcome.providerId) || '', /^(?:m-)?1$/)
      const { reference } = standIn.control.messages[0] ?? { reference: '' }
      assert.equal(reference !== '', description.shape === 'json')
    })

  test('{shape}: a no counts when the answer names an error, and repeats no secret')
    .with(DESCRIPTIONS)
    .run(async ({ assert, cleanup }, description) => {
      const wrong = 'another-secret&entirely'
      const secrets = Object.entries(description.entered).filter(([, value]) => value.includes(KEY))
      const change = secrets.map(([name, value]) => [name, value.replace(KEY, wrong)])
      const { standIn, gateway, stop } = await openAt(description, Object.fromEntries(change))
      cleanup(stop)
      const outcome = await send(gateway)
      assert.equal(outcome.outcome, description.refuses ? 'refused' : 'unknown')
      const balance = await gateway.balance?.()
      assert.isFalse(balance?.ok)
      assert.notInclude(JSON.stringify([outcome, balance]), wrong)
      assert.lengthOf(standIn.control.messages, 0)
    })

  test('{shape}: after {mode} the outcome is unknown, asked once, and {sent} went out')
    .with(
      DESCRIPTIONS.flatMap((description) =>
        (['html', '500', 'drop', 'empty', 'cut', 'drop-after-capture'] as const).map((mode) => ({
          ...description,
          mode,
          sent: mode === 'cut' || mode === 'drop-after-capture' ? 1 : 0,
        }))
      )
    )
    .run(async ({ assert, cleanup }, { mode, sent, ...description }) => {
      const { standIn, gateway, stop } = await openAt(description)
      cleanup(stop)
      standIn.control.force({ path: 'send', mode, times: 5 })
      const outcome = await send(gateway)
      assert.equal(outcome.outcome, 'unknown', JSON.stringify(outcome))
      assert.notInclude(JSON.stringify(outcome), KEY)
      assert.equal(standIn.control.calls('send'), 1)
      assert.lengthOf(standIn.control.messages, sent)
    })

  test('a redirect is not followed', async ({ assert, cleanup }) => {
    const elsewhere = await scriptedServer(answer(200, '{"response_code":202}'))
    cleanup(elsewhere.close)
    if (!FORM) return assert.fail('There is no form')
    const { standIn, gateway, stop } = await openAt(FORM)
    cleanup(stop)
    standIn.control.force({ path: 'send', mode: 'redirect', value: `${elsewhere.url}/send` })
    assert.equal((await send(gateway)).outcome, 'unknown')
    assert.lengthOf(elsewhere.received, 0)
  })

  test('an answer of more than 64 KB is not read', async ({ assert, cleanup }) => {
    const huge = JSON.stringify({ response_code: 202, padding: 'x'.repeat(70_000) })
    const server = await scriptedServer(answer(200, huge))
    cleanup(server.close)
    const gateway = openGeneric({}, { GENERIC_HTTP_BASE_URL: server.url })
    assert.containSubset(await send(gateway), { outcome: 'unknown', reason: 'no_answer' })
  })

  test('{host} is not connected to')
    .with([
      { host: '127.0.0.1' },
      { host: '2130706433' },
      { host: '0x7f.1' },
      { host: '[::1]' },
      { host: '[::ffff:127.0.0.1]' },
      { host: 'localhost' },
      { host: '169.254.169.254' },
      { host: '10.0.0.1' },
      { host: '[fd00::1]' },
      { host: '0.0.0.0' },
    ])
    .run(async ({ assert, cleanup }, { host }) => {
      let connections = 0
      const server = createServer(() => (connections += 1))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      cleanup(() => {
        server.close()
      })
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0

      const gateway = openGeneric({ url: `https://${host}:${port}/send` })
      assert.containSubset(await send(gateway), { outcome: 'refused', reason: 'unreachable' })
      assert.isFalse((await gateway.balance?.())?.ok)
      assert.equal(connections, 0)
    })

  test('the form is refused for {keys.0}: {what}')
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
      assert.sameMembers([...wrongKeys(() => openGeneric(change))], keys)
    })
})

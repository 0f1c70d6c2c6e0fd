import { createServer } from 'node:net'
import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'

import { SystemClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import type { SmsGateway } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import { startGenericHttp } from '#tests/standins/generic_http/start'

import { answer, scriptedServer } from '../../unit/core/http/scripted_server.js'
import { DESCRIPTIONS, KEY, URL_ENTERED, type Description } from './generic_descriptions.js'
import { messageId } from './international_accounts.js'

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
})

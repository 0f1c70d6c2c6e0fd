import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { SystemClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import type { SmsGateway } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import { anyMobile } from '#tests/support/guest'
import { startAlpha } from '#tests/standins/alpha/start'
import { startElitBuzz } from '#tests/standins/elitbuzz/start'
import { startGreenweb } from '#tests/standins/greenweb/start'
import { startMimSms } from '#tests/standins/mimsms/start'
import type { PrepaidOptions } from '#tests/standins/prepaid/accounts'
import { startSslWireless } from '#tests/standins/sslwireless/start'

const KEY = 'a-key-nobody-may-see'
const SENDER = '8809617000001'
const ACCOUNT = { apiKey: KEY, userName: 'isp@example.net', senderIds: [SENDER] }

/** Where a provider is sent to, and how its account is described. */
interface Provider {
  name: string
  start: typeof startAlpha
  credentials: Record<string, string>
  path: string
  /** Whether a sender can be named with the message. */
  sender: boolean
  balancePath: string
}

const PROVIDERS: Provider[] = [
  {
    name: 'sslwireless',
    start: startSslWireless,
    credentials: { api_token: KEY, sid: SENDER },
    path: 'send-sms',
    sender: true,
    balancePath: 'balance',
  },
  {
    name: 'mimsms',
    start: startMimSms,
    credentials: { user_name: ACCOUNT.userName, api_key: KEY, sender_name: SENDER },
    path: 'SMS',
    sender: true,
    balancePath: 'balanceCheck',
  },
  {
    name: 'alpha',
    start: startAlpha,
    credentials: { api_key: KEY, sender_id: SENDER },
    path: 'sendsms',
    sender: true,
    balancePath: '*',
  },
  {
    name: 'greenweb',
    start: startGreenweb,
    credentials: { token: KEY },
    path: 'api.php',
    sender: false,
    balancePath: 'g_api.php',
  },
  {
    name: 'elitbuzz',
    start: startElitBuzz,
    credentials: { address: 'https://sms.example.net', api_key: KEY, sender_id: SENDER },
    path: 'smsapi',
    sender: true,
    balancePath: 'getBalance',
  },
]

const named = (names: readonly string[]) => PROVIDERS.filter(({ name }) => names.includes(name))

async function open(provider: Provider, account: Partial<PrepaidOptions> = {}, key = KEY) {
  const options = { ...ACCOUNT, balance: 10, pricePerSegment: 0.5, ...account }
  const standIn = await provider.start({ accounts: [options] })
  const credentials = Object.fromEntries(
    Object.entries(provider.credentials).map(([name, value]) => [name, value === KEY ? key : value])
  )
  const env = { [`${provider.name.toUpperCase()}_BASE_URL`]: standIn.baseUrl }
  const gateway = openSmsGateway(
    { provider: provider.name, credentials, clock: new SystemClock() },
    env
  )
  return { standIn, gateway, stop: () => standIn.stop() }
}

function send(gateway: SmsGateway, text = 'Your code is 4711', to = anyMobile(), sender?: string) {
  const message = { to: trustMobileNumber(to), text, messageId: randomUUID().slice(0, 13) }
  return gateway.send(sender === undefined ? message : { ...message, sender })
}

test.group('Messaging | Prepaid providers of Bangladesh', () => {
  test('{name} sends English and Bangla, charged by the segment')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider)
      cleanup(stop)
      const [mobile, other] = [anyMobile(), anyMobile()]
      const bangla = 'আপনার কোড ৪৭১১। '.repeat(6)

      assert.equal((await send(gateway, 'Your code: [4711] & more', mobile)).outcome, 'accepted')
      assert.equal((await send(gateway, bangla.trim(), other)).outcome, 'accepted')

      const [english] = standIn.control.messages(mobile)
      assert.equal(english?.text, 'Your code: [4711] & more')
      assert.lengthOf(english?.segments ?? [], 1)
      const [unicode] = standIn.control.messages(other)
      assert.equal(unicode?.text, bangla.trim())
      assert.lengthOf(unicode?.segments ?? [], 2)

      const balance = await gateway.balance?.()
      assert.equal(balance?.ok && balance.balance.toDecimal(), '8.50')
    })

  test('{name} refuses a wrong key')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider, {}, 'another-key-entirely')
      cleanup(stop)
      const outcome = await send(gateway)
      assert.containSubset(outcome, {
        outcome: 'refused',
        reason: 'bad_credentials',
        retryableElsewhere: true,
      })
      const balance = await gateway.balance?.()
      assert.isFalse(balance?.ok)
      assert.notInclude(JSON.stringify([outcome, balance]), 'another-key-entirely')
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name} refuses for want of balance, and says how much there is')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider, { balance: 0.25 })
      cleanup(stop)
      assert.containSubset(await send(gateway), { outcome: 'refused', retryableElsewhere: true })
      assert.lengthOf(standIn.control.messages(), 0)
      const balance = await gateway.balance?.()
      assert.equal(balance?.ok && balance.balance.toDecimal(), '0.25')
      standIn.control.setBalance(KEY, 5)
      assert.equal((await send(gateway)).outcome, 'accepted')
    })

  test('{name} refuses a server it was not told of')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { gateway, stop } = await open(provider, { allowedIps: ['203.0.113.9'] })
      cleanup(stop)
      const outcome = await send(gateway)
      assert.containSubset(outcome, { outcome: 'refused', retryableElsewhere: true })
    })

  test('{name} refuses a sender that is not the account’s')
    .with(PROVIDERS.filter(({ sender }) => sender))
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider)
      cleanup(stop)
      const outcome = await send(gateway, 'hello', anyMobile(), 'SomebodyElse')
      assert.containSubset(outcome, { outcome: 'refused', reason: 'bad_sender' })
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name} refuses a number that is none, and no other gateway need try')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { gateway, stop } = await open(provider)
      cleanup(stop)
      assert.containSubset(await send(gateway, 'hello', '+8801212345678'), {
        outcome: 'refused',
        reason: 'bad_number',
        retryableElsewhere: false,
      })
    })

  test('{name}: after {mode} the outcome is unknown, asked once, and {sent} went out')
    .with(
      PROVIDERS.flatMap((provider) =>
        (['html', '500', 'drop', 'empty', 'cut', 'redirect'] as const)
          .map((mode) => ({ ...provider, mode: mode as string, sent: mode === 'cut' ? 1 : 0 }))
          .concat([{ ...provider, mode: 'drop-after-capture', sent: 1 }])
      )
    )
    .run(async ({ assert, cleanup }, { mode, sent, ...provider }) => {
      const { standIn, gateway, stop } = await open(provider)
      cleanup(stop)
      standIn.control.force({ path: provider.path, mode })
      const outcome = await send(gateway)
      assert.equal(outcome.outcome, 'unknown')
      assert.notInclude(JSON.stringify(outcome), KEY)
      assert.equal(standIn.control.calls(provider.path), 1)
      assert.lengthOf(standIn.control.messages(), sent)
    })

  test('{name}: a balance that cannot be read is none')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider)
      cleanup(stop)
      for (const mode of ['html', '500', 'drop', 'empty']) {
        standIn.control.force({ path: provider.balancePath, mode })
        const balance = await gateway.balance?.()
        assert.isFalse(balance?.ok, mode)
        assert.notInclude(JSON.stringify(balance), KEY)
      }
    })

  test('{name} is asked what became of messages')
    .with(named(['alpha', 'elitbuzz']))
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider)
      cleanup(stop)
      const [one, two] = [await send(gateway), await send(gateway)]
      const ids = [one, two].map((sent) => (sent.outcome === 'accepted' && sent.providerId) || '')
      const [first = '', second = ''] = ids
      standIn.control.deliver(first, 'Delivered')
      standIn.control.deliver(second, 'Failed')

      const reports = (await gateway.pollReports?.([...ids, 'never-sent'])) ?? []
      assert.sameDeepMembers(
        reports.map(({ providerId, state }) => [providerId, state]),
        [
          [first, 'delivered'],
          [second, 'failed'],
        ]
      )
      standIn.control.force({ path: '*', mode: 'html', times: 10 })
      assert.deepEqual(await gateway.pollReports?.(ids), [])
    })

  test('{name} leaves other countries to other gateways')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await open(provider)
      cleanup(stop)
      const outcome = await send(gateway, 'hello', '+254711223344')
      assert.containSubset(outcome, { outcome: 'refused', reason: 'unsupported_destination' })
      assert.deepEqual(standIn.control.calls(), {})
    })
})

import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'

import { trustMobileNumber } from '#core/mobile_number'
import type { SmsGateway } from '#messaging/gateways/contract'

import { messageId, openAt, OPTED_OUT, PROVIDERS, SECRET } from './international_accounts.js'

const anyMobile = () => `+2547${randomInt(10_000_000, 99_999_999)}`

function send(gateway: SmsGateway, text = 'Your code is 4711', to = anyMobile(), sender?: string) {
  const message = { to: trustMobileNumber(to), text, messageId: messageId() }
  return gateway.send(sender === undefined ? message : { ...message, sender })
}

test.group('Messaging | International providers', () => {
  test('{name} sends English, Bangla and emoji as they are, charged by the segment')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      const texts = ['Your code: [4711] & more', 'আপনার কোড ৪৭১১ '.repeat(6).trim(), 'Hi 😀 ~ 100%']
      const ids = new Set<string>()
      for (const [index, text] of texts.entries()) {
        const mobile = anyMobile()
        const outcome = await send(gateway, text, mobile)
        assert.equal(outcome.outcome, 'accepted', JSON.stringify(outcome))
        if (outcome.outcome === 'accepted' && outcome.providerId) ids.add(outcome.providerId)
        const [received] = standIn.control.messages(mobile)
        assert.equal(received?.text, text)
        assert.lengthOf(received?.segments ?? [], index === 1 ? 2 : 1)
      }
      assert.equal(ids.size, 3)
      assert.equal(standIn.control.calls(provider.path), 3)

      const balance = await gateway.balance?.()
      if (provider.balancePath === null) return assert.isUndefined(balance)
      assert.deepEqual(balance?.ok && balance.balance.toDecimal(), '8.00')
      assert.equal(balance?.ok && balance.balance.currency, provider.currency)
    })

  test('{name} refuses a wrong secret and repeats it nowhere')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const wrong = 'another-secret-entirely'
      const { standIn, gateway, stop } = await openAt(provider, { [provider.secretKey]: wrong })
      cleanup(stop)
      const outcome = await send(gateway)
      assert.containSubset(outcome, {
        outcome: 'refused',
        reason: 'bad_credentials',
        retryableElsewhere: true,
      })
      const balance = await gateway.balance?.()
      if (balance) assert.containSubset(balance, { ok: false, reason: 'bad_credentials' })
      assert.notInclude(JSON.stringify([outcome, balance]), wrong)
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name} refuses a sender that is not the account’s')
    .with(PROVIDERS.filter(({ foreignSender }) => foreignSender !== null))
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      assert.containSubset(await send(gateway, 'hello', anyMobile(), 'SOMEBODY'), {
        outcome: 'refused',
        reason: provider.foreignSender,
        retryableElsewhere: true,
      })
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name} sends nobody what they asked not to get, and no other gateway shall')
    .with(PROVIDERS.filter(({ optedOut }) => optedOut !== null))
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      assert.containSubset(await send(gateway, 'hello', OPTED_OUT), {
        outcome: 'refused',
        reason: provider.optedOut,
        retryableElsewhere: false,
      })
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name} refuses for want of balance, and says how much there is')
    .with(PROVIDERS.filter(({ noBalance }) => noBalance !== null))
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      standIn.control.setBalance(provider.account, 0.25)
      assert.containSubset(await send(gateway), {
        outcome: 'refused',
        reason: provider.noBalance,
        retryableElsewhere: true,
      })
      const balance = await gateway.balance?.()
      assert.equal(balance?.ok && balance.balance.toDecimal(), '0.25')
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name}: after {mode} the outcome is unknown, asked once, and {sent} went out')
    .with(
      PROVIDERS.flatMap((provider) =>
        (['html', '500', 'drop', 'empty', 'redirect', 'cut', 'drop-after-capture'] as const).map(
          (mode) => ({
            ...provider,
            mode,
            sent: mode === 'cut' || mode === 'drop-after-capture' ? 1 : 0,
          })
        )
      )
    )
    .run(async ({ assert, cleanup }, { mode, sent, ...provider }) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      standIn.control.force({ path: provider.path, mode, times: 5 })
      const outcome = await send(gateway)
      assert.equal(outcome.outcome, 'unknown', JSON.stringify(outcome))
      assert.notInclude(JSON.stringify(outcome), SECRET)
      assert.equal(standIn.control.calls(provider.path), 1)
      assert.lengthOf(standIn.control.messages(), sent)
    })

  test('{name} refuses while it is asked too much, and says so')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      standIn.control.force({ path: provider.path, mode: 'throttle' })
      assert.containSubset(await send(gateway), {
        outcome: 'refused',
        reason: 'gateway_error',
        retryableElsewhere: true,
      })
      assert.lengthOf(standIn.control.messages(), 0)
    })

  test('{name}: nothing was sent when there is no connection')
    .with(PROVIDERS)
    .run(async ({ assert }, provider) => {
      const { gateway, stop } = await openAt(provider)
      await stop()
      const outcome = await send(gateway)
      assert.containSubset(outcome, {
        outcome: 'refused',
        reason: 'unreachable',
        retryableElsewhere: true,
      })
    })

  test('{name}: a balance that cannot be read is none')
    .with(PROVIDERS.filter(({ balancePath }) => balancePath !== null))
    .run(async ({ assert, cleanup }, provider) => {
      const { standIn, gateway, stop } = await openAt(provider)
      cleanup(stop)
      for (const mode of ['html', '500', 'drop', 'empty']) {
        standIn.control.force({ path: provider.balancePath ?? '', mode })
        const balance = await gateway.balance?.()
        assert.isFalse(balance?.ok, mode)
        assert.notInclude(JSON.stringify(balance), SECRET)
      }
    })
})

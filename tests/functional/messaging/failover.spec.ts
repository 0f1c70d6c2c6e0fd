import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { sealOutgoing } from '#messaging/outgoing_text'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { deliver } from '#tests/support/deliver'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import {
  openProviders,
  queuedMessage,
  useProviders,
  type Providers,
} from '#tests/support/sms_accounts'

let isp: Isp
let providers: Providers

const account = (provider: string) =>
  isp.inside(() => SmsGatewayAccount.findByOrFail('provider', provider))

/** What `alpha` says to the next messages. */
const alphaRefuses = (error: number, times = 1) =>
  providers.alpha.force({ path: 'sendsms', mode: 'refuse', value: String(error), times })
/** Truly, for its balance is asked at once after such a refusal. */
const alphaIsEmpty = () => providers.alpha.setBalance(providers.apiKey, 0)
const alphaIsFilledUp = () => providers.alpha.setBalance(providers.apiKey, 1000)
const twilioRefuses = (code: number, times = 1) =>
  providers.twilio.force({ path: 'Messages.json', mode: 'refuse', value: String(code), times })
const arrivedBy = (mobile: string) => ({
  alpha: providers.alpha.messages(mobile).length,
  twilio: providers.twilio.messages(mobile).length,
})

test.group('Messaging | Failover', (group) => {
  group.setup(async () => {
    providers = await openProviders()
    isp = await openIsp({ packages: false, gateways: false })
    return () => providers.close()
  })
  group.each.setup(() => useProviders(isp, providers, 'alpha', 'twilio'))
  group.each.teardown(() => {
    providers.alpha.clearFaults()
    alphaIsFilledUp()
    providers.twilio.clearFaults()
  })

  test('after an explicit refusal the next account sends, and both tries are kept', async ({
    assert,
  }) => {
    alphaIsEmpty()
    const message = await deliver(isp, await queuedMessage(isp))
    assert.deepEqual(arrivedBy(message.mobile), { alpha: 0, twilio: 1 })
    assert.deepInclude(message.$attributes, { status: 'sent', provider: 'twilio', error: null })
    assert.deepEqual(
      message.tries.map(({ provider, outcome, reason }) => [provider, outcome, reason]),
      [
        ['alpha', 'refused', 'no_balance'],
        ['twilio', 'accepted', undefined],
      ]
    )
    assert.deepInclude((await account('alpha')).$attributes, {
      lastOutcome: 'refused',
      failures: 1,
    })
  })

  test('after {mode} nobody knows, and no other account sends')
    .with(['drop', 'drop-after-capture', '500', 'html', 'cut'].map((mode) => ({ mode })))
    .run(async ({ assert }, { mode }) => {
      providers.alpha.force({ path: 'sendsms', mode })
      const message = await deliver(isp, await queuedMessage(isp))
      assert.equal(message.status, 'unknown')
      assert.equal(arrivedBy(message.mobile).twilio, 0)
      assert.equal((await deliver(isp, message)).status, 'unknown', 'and not later either')
    })

  test('a number that is wrong here is wrong everywhere', async ({ assert }) => {
    alphaRefuses(416)
    const message = await deliver(isp, await queuedMessage(isp))
    assert.equal(message.status, 'failed')
    assert.match(message.error ?? '', /^bad_number/)
    assert.lengthOf(message.tries, 1)
  })

  test('who refuses three times in a row rests, is tried again, and is forgiven', async ({
    assert,
  }) => {
    const now = DateTime.utc()
    alphaRefuses(405, 4)
    for (let n = 0; n < 3; n++) await deliver(isp, await queuedMessage(isp), now)
    const spared = await deliver(isp, await queuedMessage(isp), now.plus({ seconds: 59 }))
    assert.lengthOf(spared.tries, 1, 'alpha was not even asked')

    const asked = await deliver(isp, await queuedMessage(isp), now.plus({ seconds: 61 }))
    assert.lengthOf(asked.tries, 2)
    const rested = await account('alpha')
    assert.isTrue(rested.isResting(now.plus({ seconds: 61 + 119 })), 'longer than the first time')

    const later = now.plus({ minutes: 5 })
    const forgiven = await deliver(isp, await queuedMessage(isp), later)
    assert.equal(forgiven.provider, 'alpha')
    assert.deepInclude((await account('alpha')).$attributes, { failures: 0, restsUntil: null })
  })

  test('after the rest one message of many finds out how the account is', async ({ assert }) => {
    const now = DateTime.utc()
    alphaRefuses(405, 20)
    for (let n = 0; n < 3; n++) await deliver(isp, await queuedMessage(isp), now)
    const later = now.plus({ seconds: 61 })
    const messages = await Promise.all(Array.from({ length: 8 }, () => queuedMessage(isp)))
    const sent = await Promise.all(messages.map((message) => deliver(isp, message, later)))
    const tries = sent.map((message) => message.tries.length).toSorted()
    assert.deepEqual(tries, [1, 1, 1, 1, 1, 1, 1, 2])
    assert.isTrue(sent.every(({ provider }) => provider === 'twilio'))
  })

  test('an account that rests is tried when nobody else takes the message', async ({ assert }) => {
    const restsUntil = DateTime.utc().plus({ minutes: 10 })
    await isp.inside(() => SmsGatewayAccount.query().update({ rests_until: restsUntil.toJSDate() }))
    assert.equal((await deliver(isp, await queuedMessage(isp))).provider, 'alpha')
    await isp.inside(() =>
      SmsGatewayAccount.query().where('provider', 'twilio').update({ rests_until: null })
    )
    twilioRefuses(20003)
    assert.equal((await deliver(isp, await queuedMessage(isp))).provider, 'alpha')
  })

  test('what all refuse for a moment is tried again as long as it is of use', async ({
    assert,
  }) => {
    const now = DateTime.utc()
    const until = now.plus({ minutes: 5 })
    const sealedBody = sealOutgoing({ text: '4711 is it', until: until.toISO() }, isp.tenant.id)
    alphaIsEmpty()
    twilioRefuses(20429)
    const waiting = await deliver(isp, await queuedMessage(isp, { sealedBody }), now)
    assert.equal(waiting.status, 'queued')
    assert.lengthOf(waiting.tries, 2)
    assert.isNotNull(waiting.sealedBody)

    alphaIsFilledUp()
    const sent = await deliver(isp, waiting, now.plus({ seconds: 5 }))
    assert.equal(sent.status, 'sent')
    assert.equal(providers.alpha.messages(sent.mobile)[0]?.text, '4711 is it')
    assert.isNull(sent.sealedBody)

    alphaIsEmpty()
    twilioRefuses(20429)
    const late = await queuedMessage(isp, { sealedBody })
    const over = await deliver(isp, late, until.minus({ seconds: 2 }))
    assert.equal(over.status, 'failed', 'the next try would come too late')
    assert.isNull(over.sealedBody)
  })

  test('what no account will ever take is given up at once', async ({ assert }) => {
    alphaRefuses(413)
    twilioRefuses(20003)
    const message = await deliver(isp, await queuedMessage(isp))
    assert.equal(message.status, 'failed')
    assert.lengthOf(message.tries, 2)
  })

  test('an account that does not reach the country is left out', async ({ assert }) => {
    const abroad = await deliver(isp, await queuedMessage(isp, { mobile: '+254712000001' }))
    assert.equal(abroad.provider, 'twilio')
    assert.lengthOf(abroad.tries, 1)

    await useProviders(isp, providers, 'alpha')
    const nobody = await deliver(isp, await queuedMessage(isp, { mobile: '+254712000002' }))
    assert.deepInclude(nobody.$attributes, { status: 'failed', error: 'unsupported_destination' })
  })

  test('a second code goes by another account when nobody knows of the first', async ({
    assert,
  }) => {
    const mobile = anyMobile()
    providers.alpha.force({ path: 'sendsms', mode: 'drop' })
    const first = await deliver(isp, await queuedMessage(isp, { mobile, event: 'otp' }))
    assert.equal(first.status, 'unknown')
    const second = await deliver(isp, await queuedMessage(isp, { mobile, event: 'otp' }))
    assert.equal(second.provider, 'twilio')
    const third = await deliver(isp, await queuedMessage(isp, { mobile, event: 'otp' }))
    assert.equal(third.provider, 'alpha')
  })

  test('credentials that cannot be read are no reason to send nothing', async ({ assert }) => {
    await isp.inside(() =>
      SmsGatewayAccount.query().where('provider', 'alpha').update({ credentials: 'of another key' })
    )
    const message = await deliver(isp, await queuedMessage(isp))
    assert.deepInclude(message.$attributes, { status: 'sent', provider: 'twilio' })
    assert.equal(message.tries[0]?.reason, 'bad_credentials')
  })
})

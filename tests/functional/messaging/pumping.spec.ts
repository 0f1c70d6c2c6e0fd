import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import limiter from '@adonisjs/limiter/services/main'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import Customer from '#hotspot/customers/customer'
import { abuseQuery } from '#messaging/pumping/abuse_query'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import SmsMessage from '#messaging/sms_message'
import { deliver } from '#tests/support/deliver'
import { noticeOf, text } from '#tests/support/forms'
import { anyMobile, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import type { Page } from '#tests/support/page_visitor'
import { redisKeysGone } from '#tests/support/redis_keys'
import { queuedMessage } from '#tests/support/sms_accounts'
import type Router from '#routers/router'

let isp: Isp
let router: Router

const ask = (mobile: string) => new Guest(isp, router, undefined, mobile).askForCode()
const wasSent = ({ url }: Page) => url.includes('/code')
const abuse = async () =>
  abuseQuery(await app.container.make(Database), isp.tenant.id, DateTime.utc())

/** Ten thousand numbers nobody else of this run has any of. */
function anyBlock(): string {
  return anyMobile().slice(0, -4)
}

/** Codes of ten minutes ago to a block, some of which were entered. */
async function codes(block: string, count: number, used: number): Promise<void> {
  const createdAt = DateTime.utc().minus({ minutes: 10 })
  for (let n = 0; n < count; n++) {
    await queuedMessage(isp, {
      mobile: `${block}${String(n).padStart(4, '0')}`,
      event: 'otp',
      status: 'sent',
      createdAt,
      usedAt: n < used ? createdAt : null,
    })
  }
}

test.group('Messaging | Pumping', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
    router = await registerRouter(isp)
  })
  group.each.setup(async () => {
    await isp.tenant.merge({ settings: {} }).save()
  })

  test('a number of a country that is not served gets no code, and is told so', async ({
    assert,
  }) => {
    const page = await ask('+44 7400 123456')
    assert.equal(page.status, 422)
    assert.include(text(page.body), "can't send codes to this country")
    assert.include(text(page.body), 'Bangladesh')
    assert.isNull(await isp.inside(() => Customer.findBy('mobile', '+447400123456')))
    const { refusals } = await abuse()
    const [refused] = refusals.filter(({ destination }) => destination === 'GB')
    assert.deepInclude(refused, { reason: 'country', refused: 1 })

    await isp.tenant.merge({ settings: { smsCountries: ['BD', 'GB'] } }).save()
    assert.isTrue(wasSent(await ask('+44 7400 123456')))
  })

  test('a block whose codes nobody enters is paused: {codes} codes, {used} entered')
    .with([
      { codes: 20, used: 0, paused: true },
      { codes: 24, used: 5, paused: true },
      { codes: 20, used: 5, paused: false },
      { codes: 19, used: 0, paused: false },
    ])
    .run(async ({ assert }, { codes: count, used, paused }) => {
      const block = anyBlock()
      await codes(block, count, used)
      const page = await ask(`${block}7777`)
      assert.equal(wasSent(page), !paused)
      if (paused) assert.include(text(page.body), 'for some hours')
      const { pauses } = await abuse()
      assert.equal(
        pauses.some(({ prefix }) => prefix === block),
        paused
      )
      assert.isTrue(wasSent(await ask(`${anyBlock()}7777`)), 'others go on')
    })

  test('a pause is told once, outlasts a flushed Redis, and ends when the operator ends it', async ({
    assert,
  }) => {
    const boss = anyMobile()
    const alerts = { recipients: [{ channel: 'sms', to: boss, kinds: ['sms'] }] }
    await isp.tenant.merge({ settings: { alerts } }).save()
    const block = anyBlock()
    await codes(block, 20, 1)
    const asked = await Promise.all([1, 2, 3, 4].map((n) => ask(`${block}700${n}`)))
    assert.deepEqual(asked.map(wasSent), [false, false, false, false])
    const told = await isp.inside(() => SmsMessage.query().where('mobile', boss))
    assert.lengthOf(told, 1)
    assert.include(told[0]?.body, `codes to ${block}… are paused`)

    await isp.inside(() => SmsMessage.query().whereLike('mobile', `${block}%`).delete())
    await redisKeysGone(`sms:day:${isp.tenant.id}`)
    assert.isFalse(wasSent(await ask(`${block}7001`)))

    const owner = await operatorOf(isp)
    assert.include(text((await owner.get('/dashboard')).body), `Codes to ${block}… are paused`)
    const guard = '/dashboard/settings/sms/guard'
    assert.include(text((await owner.get(guard)).body), `${block}… 20 codes in an hour, 1 of them`)
    const page = await owner.submit(guard, { prefix: block }, `${guard}/lift`)
    assert.include(noticeOf(page), `Codes go to ${block}… again`)
    assert.isTrue(wasSent(await ask(`${block}7001`)))
  })

  test('what was sent before a pause ended does not begin the next', async ({ assert }) => {
    const block = anyBlock()
    await codes(block, 30, 0)
    assert.isFalse(wasSent(await ask(`${block}7777`)))
    const paused = await app.container.make(PausedPrefixes)
    assert.isTrue(await paused.lift(isp.tenant.id, block))
    assert.isFalse(await paused.lift(isp.tenant.id, block), 'it has ended')
    assert.isTrue(wasSent(await ask(`${block}7777`)))
  })

  test('a code that is entered counts for its block', async ({ assert }) => {
    const guest = new Guest(isp, router)
    await guest.signIn()
    const [code] = await isp.inside(() =>
      SmsMessage.query().where({ mobile: guest.mobile, event: 'otp' })
    )
    assert.isNotNull(code?.usedAt)
  })

  test('a block gets sixty codes an hour and no more', async ({ assert }) => {
    const block = anyBlock()
    const limit = limiter.use({ requests: 60, duration: '1 hour' })
    await limit.set(`otp:${isp.tenant.id}:block:${block}`, 59, '1 hour')
    assert.isTrue(wasSent(await ask(`${block}0060`)))
    assert.isFalse(wasSent(await ask(`${block}0061`)))
    const { refusals } = await abuse()
    assert.isTrue(
      refusals.some(({ reason, destination }) => reason === 'too_many' && destination === block)
    )
  })

  test('no more messages leave in a day than the ISP says, Redis flushed or not', async ({
    assert,
  }) => {
    const own = await openIsp({ packages: false })
    const smsPerDay = 3
    await own.tenant.merge({ settings: { smsPerDay } }).save()
    const send = async () => deliver(own, await queuedMessage(own))
    const sent = await Promise.all([send(), send(), send(), send(), send()])
    const outcomes = sent.map(({ status, error }) => error ?? status).toSorted()
    assert.deepEqual(outcomes, ['daily_cap', 'daily_cap', 'sent', 'sent', 'sent'])

    await redisKeysGone(`sms:day:${own.tenant.id}`)
    assert.equal((await send()).error, 'daily_cap')
    const guest = new Guest(own, await registerRouter(own))
    const page = await guest.askForCode()
    assert.include(text(page.body), 'No more codes can be sent today')
    await own.tenant.merge({ settings: { smsPerDay: smsPerDay + 1 } }).save()
    assert.equal((await send()).status, 'sent')
  })
})

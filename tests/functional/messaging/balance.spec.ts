import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { AskBalance } from '#messaging/balance/ask_balance'
import { QueueDueBalances } from '#messaging/balance/queue_due_balances'
import { MailSender } from '#messaging/mail/mail_sender'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { mailBy } from '#tests/functional/alerts/stage'
import { startSmtp } from '#tests/standins/smtp/start'
import { deliver } from '#tests/support/deliver'
import { eventually } from '#tests/support/eventually'
import { text } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import {
  openProviders,
  queuedMessage,
  useProviders,
  type Providers,
} from '#tests/support/sms_accounts'

let isp: Isp
let providers: Providers
/** Somebody of the ISP who hears of SMS. */
let boss: string

const account = (provider = 'alpha') =>
  isp.inside(() => SmsGatewayAccount.findByOrFail('provider', provider))
const warnings = () =>
  isp.inside(async () => {
    const told = await SmsMessage.query()
      .where({ mobile: boss, event: 'sms_trouble' })
      .orderBy('id')
    return told.map(({ body }) => body)
  })

/** @param taka what is left on the account at Alpha */
async function ask(taka: number): Promise<void> {
  providers.alpha.setBalance(providers.apiKey, taka)
  await (await app.container.make(AskBalance)).execute(isp.tenant, (await account()).id)
}

/** The balances that are asked when an account is entered have been told. */
async function settled(...order: ('alpha' | 'twilio')[]): Promise<void> {
  providers.alpha.setBalance(providers.apiKey, 1000)
  await useProviders(isp, providers, ...order)
  for (const provider of order) {
    await eventually(
      `${provider} told its balance`,
      async () => (await account(provider)).balanceAskedAt
    )
  }
}

test.group('Messaging | Balance', (group) => {
  group.setup(async () => {
    providers = await openProviders()
    isp = await openIsp({ packages: false, gateways: false })
    return () => providers.close()
  })
  group.each.setup(async () => {
    boss = anyMobile()
    const alerts = { recipients: [{ channel: 'sms', to: boss, kinds: ['sms'] }] }
    await isp.tenant.merge({ settings: { alerts } }).save()
  })
  group.each.teardown(() => providers.alpha.clearFaults())

  test('a low balance is told once, and again after it had recovered', async ({ assert }) => {
    await settled('alpha', 'twilio')
    await ask(60)
    await ask(55)
    assert.lengthOf(await warnings(), 1)
    assert.match((await warnings())[0] ?? '', /Alpha.* has only ৳60 left/)
    assert.isNotNull((await account()).lowSince)

    await ask(500)
    assert.isNull((await account()).lowSince)
    await ask(99)
    assert.lengthOf(await warnings(), 2)
  })

  test('the ISP says what is low', async ({ assert }) => {
    await settled('alpha', 'twilio')
    await isp.inside(async () => (await account()).merge({ lowAtMinor: 1000 }).save())
    await ask(60)
    assert.isNull((await account()).lowSince)
    await ask(9.99)
    assert.isNotNull((await account()).lowSince)
  })

  test('the first page and the account’s say it', async ({ assert }) => {
    await settled('alpha')
    await ask(3)
    const owner = await operatorOf(isp)
    assert.include(
      text((await owner.get('/dashboard')).body),
      'Alpha SMS (sms.net.bd): the balance is low'
    )
    const page = text((await owner.get('/dashboard/settings/sms/alpha')).body)
    assert.include(page, '৳3')
    assert.include(page, 'Low')
  })

  test('of an empty account nobody is told by itself', async ({ assert }) => {
    await settled('alpha')
    await ask(3)
    assert.isEmpty(await warnings())
    assert.isNotNull((await account()).lowSince)
  })

  test('a letter says it, too, when there is no other account', async ({ assert, cleanup }) => {
    const smtp = await startSmtp()
    const sender = mailBy(smtp)
    app.container.swap(MailSender, () => sender)
    cleanup(async () => {
      app.container.restore(MailSender)
      await smtp.stop()
    })
    const to = 'noc@greennet.test'
    const recipients = [
      { channel: 'email', to, kinds: ['sms'] },
      { channel: 'email', to: 'routers@greennet.test', kinds: ['down'] },
    ]
    await isp.tenant.merge({ settings: { alerts: { recipients } } }).save()
    await settled('alpha')
    await ask(3)
    const isOurs = ({ text: said }: { text: string }) => said.includes(isp.tenant.slug)
    const mail = await eventually('the letter', () => smtp.mails.find(isOurs), 20)
    assert.deepEqual(mail.to, [to])
    assert.include(mail.subject, 'has only ৳3 left')
    assert.include(mail.text, '/dashboard/settings/sms')
    assert.lengthOf(smtp.mails.filter(isOurs), 1)
  })

  test('an account that refuses for want of money is told of, and asked', async ({ assert }) => {
    await settled('alpha', 'twilio')
    providers.alpha.setBalance(providers.apiKey, 0)
    const { provider } = await deliver(isp, await queuedMessage(isp))
    assert.equal(provider, 'twilio')
    await eventually('the balance is 0', async () => (await account()).balanceMinor === 0)
    assert.lengthOf(await warnings(), 1, 'once, not by the refusal and by the balance')

    const restsUntil = DateTime.utc().plus({ minutes: 10 })
    await isp.inside(async () => (await account()).merge({ failures: 4, restsUntil }).save())
    await ask(500)
    assert.isNull((await account()).restsUntil, 'filled up, it is used at once')
  })

  test('a balance that is not told leaves the last one, and says why', async ({ assert }) => {
    await settled('alpha')
    providers.alpha.force({ path: '/user/balance/', mode: 'html' })
    await ask(5)
    const { balanceMinor, balanceError, lowSince } = await account()
    assert.deepEqual({ balanceMinor, lowSince }, { balanceMinor: 100_000, lowSince: null })
    assert.equal(balanceError, 'unreadable_answer')
  })

  test('accounts are asked when their time has come, once', async ({ assert }) => {
    await settled('alpha')
    const queue = await app.container.make(QueueDueBalances)
    providers.alpha.setBalance(providers.apiKey, 777)
    await queue.execute(isp.tenant)
    assert.equal((await account()).balanceMinor, 100_000, 'its time has not come')

    await isp.inside(() => SmsGatewayAccount.query().update({ balance_due_at: new Date(0) }))
    await queue.execute(isp.tenant)
    assert.isAbove(Number((await account()).balanceDueAt?.toMillis()), Date.now())
    await eventually('it was asked', async () => (await account()).balanceMinor === 77_700)
  })
})

import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { MailSender } from '#messaging/mail/mail_sender'
import { openAlertsQuery } from '#dashboard/queries/open_alerts_query'
import { text } from '#tests/support/forms'
import { eventually } from '#tests/support/eventually'
import { operatorOf } from '#tests/support/operator'
import { AlertStage, mailBy, PHONE } from '#tests/functional/alerts/stage'
import { startSmtp, type ReceivedMail, type RunningSmtp } from '#tests/standins/smtp/start'

test.group('Alerts | By SMS', () => {
  test('one visit is no proof; the second tells, once', async ({ assert }) => {
    const stage = await AlertStage.open()
    await stage.visits(['down'], { times: 1 })
    assert.deepEqual(await stage.texts(), [])
    await stage.visits(['down'], { times: 5 })
    assert.deepEqual(await stage.texts(), [
      `${stage.isp.tenant.name}: ${stage.router.name} does not answer.`,
    ])
  })

  test('its end is told too, once two visits have seen it', async ({ assert }) => {
    const stage = await AlertStage.open()
    await stage.visits(['down'])
    await stage.visits([], { times: 1 })
    assert.lengthOf(await stage.texts(), 1)
    await stage.visits([], { times: 4 })
    const [, ended, ...more] = await stage.texts()
    assert.equal(ended, `${stage.isp.tenant.name}: ${stage.router.name} answers again.`)
    assert.lengthOf(more, 0)
  })

  test('a router that flaps says two things in the cooldown, and no more', async ({ assert }) => {
    const stage = await AlertStage.open({ cooldownMinutes: 60 })
    for (let flap = 0; flap < 6; flap += 1) {
      await stage.visits(['down'])
      await stage.visits([])
    }
    assert.lengthOf(await stage.texts(), 2)
  })

  test('after the cooldown it is news again', async ({ assert }) => {
    const stage = await AlertStage.open({ cooldownMinutes: 30 })
    await stage.visits(['down'])
    await stage.visits([])
    stage.clock.advance(31 * 60)
    await stage.visits(['down'])
    assert.lengthOf(await stage.texts(), 3)
  })

  test('a power cut is two messages, not one for each router', async ({ assert }) => {
    const stage = await AlertStage.open()
    const routers = [stage.router]
    for (let more = 0; more < 5; more += 1) routers.push(await stage.addRouter())
    for (const apartSeconds of [0, 5]) {
      stage.clock.advance(apartSeconds)
      for (const router of routers) {
        await stage.see(['down'], router)
        await stage.tell()
      }
    }
    assert.lengthOf(await stage.texts(), 1, 'the first, at once')
    stage.clock.advance(61)
    await stage.tell()
    const [, digest = '', ...more] = await stage.texts()
    assert.lengthOf(more, 0)
    assert.match(digest, /does not answer; .* does not answer; .* does not answer; and 2 more\.$/)
  })

  test('many visits at once tell it once', async ({ assert }) => {
    const stage = await AlertStage.open()
    for (let visit = 0; visit < 2; visit += 1) await stage.see(['down'], stage.router)
    await Promise.all(Array.from({ length: 6 }, () => stage.tell()))
    assert.lengthOf(await stage.texts(), 1)
  })

  test('nobody is woken: what is still wrong in the morning is told then', async ({ assert }) => {
    /** The stage opens at noon in Dhaka. */
    const stage = await AlertStage.open({ quietFrom: '11:00', quietTo: '14:00' })
    await stage.visits(['down', 'secret'])
    await stage.visits(['secret'])
    assert.deepEqual(await stage.texts(), [])
    stage.clock.advance(3 * 3600)
    await stage.visits(['secret'], { times: 1 })
    const [told, ...more] = await stage.texts()
    assert.include(told, 'another RADIUS secret')
    assert.lengthOf(more, 0, 'what came and went at night is no news')
  })

  test('people are told of what they chose', async ({ assert }) => {
    const stage = await AlertStage.open({
      recipients: [
        { channel: 'sms', to: PHONE, kinds: ['clock'] },
        { channel: 'sms', to: '+8801711000002', kinds: ['drift'] },
      ],
    })
    await stage.visits(['drift', 'down'])
    const texts = await stage.texts()
    assert.lengthOf(texts, 1)
    assert.include(texts[0], 'settings')
  })

  test('in the ISP’s language', async ({ assert }) => {
    const stage = await AlertStage.open()
    await stage.isp.tenant.merge({ locale: 'bn' }).save()
    await stage.visits(['down'])
    assert.include((await stage.texts())[0], 'সাড়া দিচ্ছে না')
  })

  test('a message that is rolled back was not sent, and is told later', async ({ assert }) => {
    const stage = await AlertStage.open({
      recipients: [{ channel: 'sms', to: 'not a number', kinds: ['down'] }],
    })
    await assert.rejects(() => stage.visits(['down']))
    await stage.isp.tenant
      .merge({
        settings: { alerts: { recipients: [{ channel: 'sms', to: PHONE, kinds: ['down'] }] } },
      })
      .save()
    await stage.tell()
    assert.lengthOf(await stage.texts(), 1)
  })
})

test.group('Alerts | On the dashboard', () => {
  test('open trouble stands on the first page until it is over', async ({ assert }) => {
    const stage = await AlertStage.open({ recipients: [] })
    const owner = await operatorOf(stage.isp)
    await stage.visits(['down'])
    const page = await owner.get('/dashboard')
    assert.include(text(page.body), `${stage.router.name} does not answer`)
    assert.include(page.body, `/dashboard/routers/${stage.router.id}/trouble`)

    await stage.visits([])
    assert.notInclude(text((await owner.get('/dashboard')).body), 'does not answer')
    assert.deepEqual(await stage.isp.inside(() => openAlertsQuery()), [])
  })

  test('another ISP’s trouble is not shown', async ({ assert }) => {
    const [ours, theirs] = [await AlertStage.open(), await AlertStage.open()]
    await theirs.visits(['down'])
    const owner = await operatorOf(ours.isp)
    assert.notInclude((await owner.get('/dashboard')).body, theirs.router.name)
  })
})

test.group('Alerts | By e-mail', (group) => {
  let smtp: RunningSmtp
  const recipients = [
    { channel: 'email' as const, to: 'noc@greennet.test', kinds: ['down' as const] },
  ]

  group.each.setup(async () => {
    smtp = await startSmtp()
    const sender = mailBy(smtp)
    app.container.swap(MailSender, () => sender)
    return async () => {
      app.container.restore(MailSender)
      await smtp.stop()
    }
  })

  /** Letters of an earlier run that failed may still come. */
  const isOf =
    ({ isp }: AlertStage) =>
    (mail: ReceivedMail) =>
      mail.text.includes(isp.tenant.name)
  const mailOf = (stage: AlertStage) =>
    eventually('the mail', () => smtp.mails.find(isOf(stage)), 20)

  test('a letter says what happened, since when, and where it is explained', async ({ assert }) => {
    const stage = await AlertStage.open({ recipients })
    await stage.visits(['down'])
    const mail = await mailOf(stage)
    assert.deepEqual(mail.to, ['noc@greennet.test'])
    assert.equal(mail.subject, `${stage.router.name} does not answer`)
    assert.include(mail.text, `/dashboard/routers/${stage.router.id}/trouble`)
    assert.include(mail.text, '2026-11-22 12:01')
    assert.deepEqual(await stage.texts(), [])
  })

  test('a server that says "later" is asked again', async ({ assert }) => {
    const stage = await AlertStage.open({ recipients })
    smtp.fault = 'greylist'
    await stage.visits(['down'])
    await eventually('a first try', () => smtp.attempts > 0)
    assert.lengthOf(smtp.mails, 0)
    smtp.fault = 'none'
    await mailOf(stage)
    assert.lengthOf(smtp.mails.filter(isOf(stage)), 1)
  })

  test('a name with a line break in it makes no header', async ({ assert }) => {
    const stage = await AlertStage.open({ recipients })
    await stage.isp.inside(() =>
      stage.router.merge({ name: 'Zone\r\nBcc: all@greennet.test' }).save()
    )
    await stage.visits(['down'])
    const mail = await mailOf(stage)
    assert.deepEqual(mail.to, ['noc@greennet.test'])
    assert.isFalse(mail.headers.has('bcc'))
  })

  test('without a mail server nothing is promised', async ({ assert }) => {
    app.container.restore(MailSender)
    const stage = await AlertStage.open({ recipients })
    await stage.visits(['down'])
    const page = await (await operatorOf(stage.isp)).get('/dashboard/settings/alerts')
    assert.include(text(page.body), 'no mail server')
    assert.equal(smtp.attempts, 0)
  })
})

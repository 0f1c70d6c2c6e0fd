import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DeliverMail } from '#messaging/mail/deliver_mail'
import { MailSender } from '#messaging/mail/mail_sender'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import Account from '#platform/accounts/account'
import { AcceptInvitation } from '#platform/staff/accept_invitation'
import { invitationMail } from '#platform/staff/invitation_mail'
import Invitation from '#platform/staff/invitation'
import { mailBy } from '#tests/functional/alerts/stage'
import { anyEmail, invite, STAFF } from '#tests/functional/platform/staff/crew'
import { startSmtp, type RunningSmtp } from '#tests/standins/smtp/start'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'

let smtp: RunningSmtp
let deliver: DeliverMail
let isp: Isp

const letterTo = (to: string) => ({ to, subject: 'Hello', text: 'A letter' })

test.group('E-mail that comes back', (group) => {
  group.setup(async () => {
    smtp = await startSmtp()
    deliver = new DeliverMail(mailBy(smtp))
    isp = await openIsp({ packages: false, gateways: false })
    return () => smtp.stop()
  })
  group.each.teardown(() => {
    smtp.fault = 'none'
  })

  test('an address refused for good gets no second letter, in whatever letters', async ({
    assert,
  }) => {
    const email = anyEmail()
    smtp.fault = 'refuse_recipient'
    await deliver.execute(letterTo(email))
    const { reason } = await UndeliverableAddress.findOrFail(email)
    assert.match(reason, /^550 5\.1\.1/)

    smtp.fault = 'none'
    const before = smtp.attempts
    await deliver.execute(letterTo(email.toUpperCase()))
    assert.equal(smtp.attempts, before)
    await deliver.execute(letterTo(anyEmail()))
    assert.equal(smtp.attempts, before + 1, 'others get theirs')
  })

  test('“later” and a broken line are tried again, and mark nobody: {fault}')
    .with((['greylist', 'hang_up'] as const).map((fault) => ({ fault })))
    .run(async ({ assert }, { fault }) => {
      const email = anyEmail()
      smtp.fault = fault
      await assert.rejects(() => deliver.execute(letterTo(email)))
      assert.isNull(await UndeliverableAddress.find(email))
    })

  test('who cannot be reached is told in the dashboard, and says when it works again', async ({
    assert,
  }) => {
    const owner = await operatorOf(isp)
    const page = '/dashboard/settings/profile'
    assert.notInclude(text((await owner.get(page)).body), 'comes back')
    await UndeliverableAddress.create({
      email: isp.account.email,
      reason: '550 5.1.1 No such user',
    })
    assert.include(text((await owner.get(page)).body), `Email to ${isp.account.email} comes back`)
    const after = await owner.submit(page, {}, `${STAFF}/mail-again`)
    assert.notInclude(text(after.body), 'comes back')
    assert.isNull(await UndeliverableAddress.find(isp.account.email))
  })

  test('an invitation that bounced says so to who sent it', async ({ assert }) => {
    const email = anyEmail()
    await invite(isp, email)
    await UndeliverableAddress.create({ email, reason: '550 5.1.1 No such user' })
    assert.include(text((await (await operatorOf(isp)).get(STAFF)).body), 'Email bounces')
  })

  test('the letter of an invitation is written in the language of the ISP', async ({ assert }) => {
    const email = anyEmail()
    const link = await invite(isp, email, 'manager')
    const invitation = await Invitation.findByOrFail('email', email)
    const { name, timezone } = isp.tenant
    for (const [locale, said] of [
      ['en', 'as: Manager'],
      ['bn', 'আমন্ত্রণ'],
    ] as const) {
      await deliver.execute(invitationMail({ name, timezone, locale }, invitation, link))
      const received = smtp.mails.at(-1)
      assert.deepEqual(received?.to, [email])
      assert.include(received?.subject, name)
      assert.include(received?.text, said)
      assert.include(received?.text, link)
    }
  })

  test('a link that came by mail proves the address; one passed on by hand does not', async ({
    assert,
  }) => {
    for (const isOn of [true, false]) {
      const email = anyEmail()
      const link = await invite(isp, email)
      const account = await Account.create({ email, name: 'Karim', password: null })
      const invitation = await Invitation.findByOrFail('email', email)
      await invitation.load('tenant')
      app.container.swap(MailSender, () => new MailSender(isOn))
      const accept = await app.container.make(AcceptInvitation)
      app.container.restore(MailSender)
      await accept.execute(invitation, link.split('/').at(-1) ?? '', account, '192.0.2.1')
      const { emailVerifiedAt } = await Account.findOrFail(account.id)
      assert.equal(emailVerifiedAt !== null, isOn)
    }
  })
})

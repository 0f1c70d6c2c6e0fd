import { test } from '@japa/runner'
import emitter from '@adonisjs/core/services/emitter'
import { Mailer } from '@adonisjs/mail'
import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import { MailSender } from '#messaging/mail/mail_sender'
import {
  startSmtp,
  type RunningSmtp,
  type SmtpFault,
  type SmtpOptions,
} from '#tests/standins/smtp/start'

const ACCOUNT = { user: 'portico', password: 'a mail password' }
const LETTER = { to: 'noc@greennet.test', subject: 'জোন A সাড়া দিচ্ছে না', text: 'Zone A\n.\nstays' }

interface Trouble {
  trouble: string
  options?: SmtpOptions
  auth?: typeof ACCOUNT
  fault?: SmtpFault
}

async function server(options: SmtpOptions, cleanup: (work: () => Promise<void>) => void) {
  const smtp = await startSmtp(options)
  cleanup(() => smtp.stop())
  return smtp
}

function senderTo({ host, port }: RunningSmtp, auth?: typeof ACCOUNT): MailSender {
  const transport = new SMTPTransport({
    host,
    port,
    ignoreTLS: true,
    connectionTimeout: 2000,
    ...(auth && { auth: { type: 'login' as const, user: auth.user, pass: auth.password } }),
  })
  const from = 'Portico <no-reply@portico.test>'
  return new MailSender(true, () => new Mailer('smtp', transport, emitter, { from }))
}

test.group('E-mail', () => {
  test('a letter comes whole: Bangla, and a line that is a dot', async ({ assert, cleanup }) => {
    const smtp = await server({}, cleanup)
    await senderTo(smtp).send(LETTER)
    assert.lengthOf(smtp.mails, 1)
    assert.equal(smtp.mails[0]?.subject, LETTER.subject)
    assert.equal(smtp.mails[0]?.text.trim(), LETTER.text)
    assert.include(smtp.mails[0]?.from, 'no-reply@portico.test')
  })

  test('a server that wants to know who sends is told', async ({ assert, cleanup }) => {
    const smtp = await server({ account: ACCOUNT }, cleanup)
    await senderTo(smtp, ACCOUNT).send(LETTER)
    assert.lengthOf(smtp.mails, 1)
  })

  test('{trouble}: the sender hears of it')
    .with<Trouble[]>([
      { trouble: 'no account where one is needed', options: { account: ACCOUNT } },
      {
        trouble: 'another password',
        options: { account: ACCOUNT },
        auth: { ...ACCOUNT, password: 'wrong' },
      },
      { trouble: 'nobody of that name', fault: 'refuse_recipient' },
      { trouble: 'come again later', fault: 'greylist' },
      { trouble: 'it hangs up', fault: 'hang_up' },
    ])
    .run(async ({ assert, cleanup }, { options = {}, auth, fault = 'none' }) => {
      const smtp = await server(options, cleanup)
      smtp.fault = fault
      await assert.rejects(() => senderTo(smtp, auth).send(LETTER))
      assert.lengthOf(smtp.mails, 0)
    })

  test('no server at all: the sender hears of it', async ({ assert, cleanup }) => {
    const smtp = await server({}, cleanup)
    await smtp.stop()
    await assert.rejects(() => senderTo(smtp).send(LETTER))
  })
})

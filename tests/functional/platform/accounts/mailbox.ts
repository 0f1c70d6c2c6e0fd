import { Mailer } from '@adonisjs/mail'
import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { MailSender } from '#messaging/mail/mail_sender'
import { startSmtp, type ReceivedMail, type RunningSmtp } from '#tests/standins/smtp/start'
import { eventually } from '#tests/support/eventually'

/** A mail server for a group of tests, and what people find in their mailboxes. */
export class Mailbox {
  private constructor(private smtp: RunningSmtp) {}

  static async open(): Promise<Mailbox> {
    const smtp = await startSmtp()
    const { host, port } = smtp
    const transport = new SMTPTransport({ host, port, secure: false, ignoreTLS: true })
    const from = 'Portico <no-reply@portico.test>'
    const mailer = new Mailer('smtp', transport, emitter, { from })
    app.container.swap(MailSender, () => new MailSender(true, () => mailer))
    return new Mailbox(smtp)
  }

  async close(): Promise<void> {
    app.container.restore(MailSender)
    await this.smtp.stop()
  }

  /** The newest letter to an address whose subject says this; waited for. */
  async letter(to: string, subject: string): Promise<ReceivedMail> {
    return eventually(`a letter to ${to} about "${subject}"`, () =>
      this.lettersTo(to).findLast((mail) => mail.subject.includes(subject))
    )
  }

  /** The path of the link in the newest such letter. */
  async link(to: string, subject: string): Promise<string> {
    const { text } = await this.letter(to, subject)
    const found = /https?:\/\/[^/\s]+(\/\S+)/.exec(text)?.[1]
    if (!found) throw new Error(`There is no link in: ${text}`)
    return found
  }

  lettersTo(address: string): ReceivedMail[] {
    return this.smtp.mails.filter(({ to }) => to.includes(address))
  }
}

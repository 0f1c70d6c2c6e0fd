import type { Mailer } from '@adonisjs/mail'
import type { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import mail from '@adonisjs/mail/services/main'
import { mailIsOn } from '#config/mail'

export interface OutgoingMail {
  to: string
  subject: string
  text: string
}

/** Sends plain e-mail, where the installation has a server for it (config/mail.ts). */
export class MailSender {
  #mailer: () => Mailer<SMTPTransport>

  constructor(
    readonly isOn: boolean = mailIsOn,
    mailer: () => Mailer<SMTPTransport> = () => mail.use('smtp')
  ) {
    this.#mailer = mailer
  }

  /** @throws what the server, or the way there, refuses it with */
  async send({ to, subject, text }: OutgoingMail): Promise<void> {
    await this.#mailer().send((message) => {
      message.to(to).subject(subject).text(text)
    })
  }
}

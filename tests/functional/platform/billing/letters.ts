import app from '@adonisjs/core/services/app'
import type { Group } from '@japa/runner/core'
import { MailSender } from '#messaging/mail/mail_sender'
import { eventually } from '#tests/support/eventually'
import type { Isp } from '#tests/support/isp'
import { mailBy } from '#tests/functional/alerts/stage'
import { startSmtp, type ReceivedMail, type RunningSmtp } from '#tests/standins/smtp/start'

let smtp: RunningSmtp | undefined

/** Gives a group a mail server that the application sends by. */
export function withMail(group: Group): void {
  group.setup(async () => {
    const running = await startSmtp()
    smtp = running
    const sender = mailBy(running)
    app.container.swap(MailSender, () => sender)
    return async () => {
      app.container.restore(MailSender)
      await running.stop()
    }
  })
}

/** The letters an ISP's owner has had. */
export function lettersTo({ account }: Isp): ReceivedMail[] {
  return smtp?.mails.filter(({ to }) => to.includes(account.email)) ?? []
}

/** Waits for the letter whose subject says so. */
export function letter(isp: Isp, subject: string): Promise<ReceivedMail> {
  return eventually(`the letter "${subject}"`, () =>
    lettersTo(isp).find((mail) => mail.subject.includes(subject))
  )
}

import { inject } from '@adonisjs/core'
import { hardBounce } from '#messaging/mail/hard_bounce'
import { MailSender, type OutgoingMail } from '#messaging/mail/mail_sender'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'

/** Sends a letter of the queue, unless its address is known to refuse all of them. */
@inject()
export class DeliverMail {
  constructor(private mail: MailSender) {}

  /** @throws what may be different another time */
  async execute(letter: OutgoingMail): Promise<void> {
    const email = letter.to.toLowerCase()
    if (await UndeliverableAddress.find(email)) return
    try {
      await this.mail.send(letter)
    } catch (error) {
      const reason = hardBounce(error)
      if (reason === null) throw error
      await UndeliverableAddress.updateOrCreate({ email }, { reason })
    }
  }
}

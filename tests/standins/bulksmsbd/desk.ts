import type { Inbox } from '../inbox/inbox.js'
import { splitIntoSegments } from '../inbox/segments.js'
import { SmsAccount, type SmsAccountOptions } from './accounts.js'
import { SmsRefusal, type ReplyStyle } from './replies.js'
import type { SmsRequest } from './sms_request.js'

const BENGALI = /\p{Script=Bengali}/u
const MASKED = /[^\d+]/

/** Takes orders, charges for them and delivers into the inbox; all or nothing. */
export class SmsDesk {
  replyStyle: ReplyStyle = 'json'
  readonly #accounts = new Map<string, SmsAccount>()
  #lastMessageId = 7_966_388

  constructor(readonly inbox: Inbox) {}

  /** Adds an account, or replaces the one with the same key. */
  addAccount(options: SmsAccountOptions): SmsAccount {
    const account = new SmsAccount(options)
    this.#accounts.set(account.apiKey, account)
    return account
  }

  find(apiKey: string): SmsAccount | undefined {
    return this.#accounts.get(apiKey)
  }

  /** @throws SmsRefusal 1011 for an unknown key, 1031 or 1032 for a caller not admitted. */
  admit(apiKey: string, remoteAddress: string): SmsAccount {
    const account = this.find(apiKey)
    if (!account) throw new SmsRefusal(1011)
    account.admit(remoteAddress)
    return account
  }

  /**
   * @returns the message id.
   * @throws SmsRefusal 1002 for a sender that is not the account's, 1012 for a masked sender
   *   whose text is not Bengali, 1006 and 1007 for the balance.
   */
  send(account: SmsAccount, { senderId, texts }: SmsRequest): number {
    if (!account.senderIds.includes(senderId)) throw new SmsRefusal(1002)
    if (MASKED.test(senderId) && !texts.every((text) => BENGALI.test(text.message))) {
      throw new SmsRefusal(1012)
    }
    account.charge(
      texts.reduce((sum, text) => sum + splitIntoSegments(text.message).parts.length, 0)
    )
    for (const { number, message } of texts) this.inbox.receive(number, senderId, message)
    return ++this.#lastMessageId
  }
}

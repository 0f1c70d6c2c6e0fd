import type { NoticeCall } from '../kit/notices.js'
import type { Delivery } from '../sms/control.js'
import type { AtAccount } from './accounts.js'

const WORDS = { sent: 'Sent', delivered: 'Success', failed: 'Failed' } as const

/** A delivery report: an unsigned form to the callback of the account's dashboard. */
export function deliveryReport(
  { message, outcome, code }: Delivery,
  account: AtAccount | undefined
): NoticeCall | null {
  message.state = WORDS[outcome]
  if (account?.callback === undefined) return null
  const fields = {
    id: message.providerId,
    status: message.state,
    phoneNumber: message.to,
    networkCode: '63902',
    retryCount: '0',
    ...(outcome === 'failed' ? { failureReason: code ?? 'AbsentSubscriber' } : {}),
  }
  return {
    about: message.providerId,
    method: 'POST',
    url: account.callback,
    body: new URLSearchParams(fields).toString(),
  }
}

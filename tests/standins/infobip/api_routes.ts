import { json } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { AccountBook } from '../sms/accounts.js'
import { hexId, segmentsOf, type Outbox } from '../sms/outbox.js'
import { refusing } from '../sms/refused.js'
import type { InfobipAccount, InfobipAccountOptions } from './accounts.js'
import { parseMessages, type InfobipOrder } from './message_request.js'
import { refuse } from './refusals.js'
import { statusOf } from './statuses.js'

type Accounts = AccountBook<InfobipAccountOptions, InfobipAccount>

const NUMBER = /^[1-9]\d{6,14}$/
const SENDER = /^(?:\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ._-]{3,11})$/

/** `POST /sms/3/messages` and the balance. */
export function addApiRoutes(routes: Routes, accounts: Accounts, outbox: Outbox): void {
  routes.add(
    'POST',
    '/sms/3/messages',
    refusing((request) => {
      const account = authorized(request, accounts)
      if (!account.maySend) refuse(403)
      if (request.contentType !== 'application/json') refuse(415)
      const orders = parseMessages(request.jsonObject())
      return json({
        bulkId: hexId(''),
        messages: orders.map((order) => take(order, account, outbox)),
      })
    })
  )
  routes.add(
    'GET',
    '/account/1/balance',
    refusing((request) => {
      const { purse } = authorized(request, accounts)
      return json({ balance: purse.balance, currency: purse.currency })
    })
  )
}

/** What a message may not be is told in its own status: the call itself is well. */
function take(order: InfobipOrder, account: InfobipAccount, outbox: Outbox) {
  const { to, sender, text, statusUrl, messageId = hexId('') } = order
  const segments = segmentsOf(text)
  const rejection = rejected(order, messageId, account, outbox) ?? unpaid(account, segments)
  if (rejection === undefined) {
    const taken = { account: account.id, to, from: sender, text, statusUrl }
    outbox.send(taken, 'PENDING_ACCEPTED', [messageId])
  }
  return {
    messageId,
    status: statusOf(rejection ?? 'PENDING_ACCEPTED'),
    destination: to,
    details: { messageCount: segments },
  }
}

function rejected(
  { to, sender }: InfobipOrder,
  messageId: string,
  account: InfobipAccount,
  outbox: Outbox
): string | undefined {
  if (!NUMBER.test(to)) return 'REJECTED_INVALID_DESTINATION'
  if (!SENDER.test(sender)) return 'REJECTED_SOURCE'
  if (account.senders?.includes(sender) === false) return 'REJECTED_SENDER'
  if (account.destinations?.every((code) => !to.startsWith(code))) {
    return 'REJECTED_ROUTE_NOT_AVAILABLE'
  }
  return outbox.find(messageId) ? 'REJECTED_DUPLICATE_MESSAGE_ID' : undefined
}

function unpaid(account: InfobipAccount, segments: number): string | undefined {
  return account.purse.pay(segments) ? undefined : 'REJECTED_NOT_ENOUGH_CREDITS'
}

/** @throws Refused 401 */
function authorized(request: StandInRequest, accounts: Accounts): InfobipAccount {
  const [scheme, key] = (request.header('authorization') ?? '').split(' ')
  return (scheme === 'App' ? accounts.find(key) : undefined) ?? refuse(401)
}

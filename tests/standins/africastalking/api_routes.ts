import { json } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { AccountBook } from '../sms/accounts.js'
import { hexId, segmentsOf, type Outbox } from '../sms/outbox.js'
import { refusing } from '../sms/refused.js'
import type { AtAccount, AtAccountOptions } from './accounts.js'
import { answered, taken, turnedDown, unauthorized, type Recipient } from './replies.js'
import { parseSending, type Sending } from './sms_request.js'

type Accounts = AccountBook<AtAccountOptions, AtAccount>

const E164 = /^\+[1-9]\d{6,14}$/

/** Bulk messages and the user's balance. */
export function addApiRoutes(routes: Routes, accounts: Accounts, outbox: Outbox): void {
  routes.add(
    'POST',
    '/version1/messaging',
    refusing((request) => {
      const sending = parseSending(request)
      const account = admit(request, sending.username, accounts)
      if (sending.from !== undefined && !account.senders.includes(sending.from)) {
        return answered('InvalidSenderId', [])
      }
      const recipients = sending.to.map((number) => send(number, sending, account, outbox))
      return answered(summary(recipients, account, segmentsOf(sending.message)), recipients)
    })
  )
  routes.add(
    'GET',
    '/version1/user',
    refusing((request) => {
      const account = admit(request, request.query.get('username') ?? '', accounts)
      return json({ UserData: { balance: account.money(account.purse.balance) } })
    })
  )
}

function send(number: string, sending: Sending, account: AtAccount, outbox: Outbox): Recipient {
  if (!E164.test(number)) return turnedDown(number, 403)
  if (account.destinations?.every((code) => !number.startsWith(code))) {
    return turnedDown(number, 407)
  }
  if (account.blacklist.includes(number)) return turnedDown(number, 406)
  const segments = segmentsOf(sending.message)
  if (!account.purse.pay(segments)) return turnedDown(number, 405)

  const order = { account: account.id, to: number, text: sending.message }
  const id = hexId('ATXid_')
  outbox.send({ ...order, from: sending.from ?? 'AFRICASTKNG' }, 'Success', [id])
  return taken(number, account.money(account.purse.price(segments)), id, segments)
}

function summary(recipients: readonly Recipient[], account: AtAccount, segments: number): string {
  const sent = recipients.filter(({ statusCode }) => statusCode === 101).length
  const cost = sent === 0 ? '0' : account.money(account.purse.price(segments * sent))
  const parts = segments > 1 ? ` Message parts: ${segments}` : ''
  return `Sent to ${sent}/${recipients.length} Total Cost: ${cost}${parts}`
}

/** @throws Refused 401 unless the key is that of the user */
function admit(request: StandInRequest, username: string, accounts: Accounts): AtAccount {
  const account = accounts.find(username)
  if (account?.apiKey !== request.header('apikey')) unauthorized()
  return account ?? unauthorized()
}

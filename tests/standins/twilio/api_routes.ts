import type { Clock } from '../kit/clock.js'
import { json } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { AccountBook } from '../sms/accounts.js'
import { hexId, segmentsOf, type Outbox } from '../sms/outbox.js'
import { refusing } from '../sms/refused.js'
import type { TwilioAccount, TwilioAccountOptions } from './accounts.js'
import { parseMessage } from './message_request.js'
import { refuse } from './refusals.js'
import { messageView } from './views.js'

interface TwilioWorld {
  accounts: AccountBook<TwilioAccountOptions, TwilioAccount>
  outbox: Outbox
  clock: Clock
}

const ACCOUNT = '/2010-04-01/Accounts/:account'

/** Twilio's 2010 API: create and fetch a message, and the balance. */
export function addApiRoutes(routes: Routes, { accounts, outbox, clock }: TwilioWorld): void {
  const admit = (request: StandInRequest) => authenticated(request, accounts)

  routes.add(
    'POST',
    `${ACCOUNT}/Messages.json`,
    refusing((request) => {
      const account = admit(request)
      if (!account.active) refuse(20005)
      const order = parseMessage(request, account)
      if (!account.purse.pay(segmentsOf(order.body))) refuse(20005)
      const { to, from, body: text, statusUrl, service } = order
      const state = service === null ? 'queued' : 'accepted'
      const taken = { account: account.id, to, from, text, statusUrl }
      const message = outbox.send(taken, state, [hexId('SM')])
      return json(messageView(message, service, clock), 201)
    })
  )
  routes.add(
    'GET',
    `${ACCOUNT}/Messages/:message`,
    refusing((request) => {
      const account = admit(request)
      const message = outbox.find((request.params.message ?? '').replace(/\.json$/, ''))
      if (message?.account !== account.id) refuse(20404)
      return json(messageView(message, null, clock))
    })
  )
  routes.add(
    'GET',
    `${ACCOUNT}/Balance.json`,
    refusing((request) => {
      const { id, purse } = admit(request)
      return json({ account_sid: id, balance: String(purse.balance), currency: purse.currency })
    })
  )
}

/** @throws Refused 20003 unless the Basic credentials are those of the account in the path */
function authenticated(request: StandInRequest, accounts: TwilioWorld['accounts']): TwilioAccount {
  const [scheme, encoded = ''] = (request.header('authorization') ?? '').split(' ')
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const account = accounts.find(request.params.account)
  if (scheme !== 'Basic' || !account?.knows(user, rest.join(':'))) refuse(20003)
  return account
}

import { isText, type JsonRecord } from '../kit/guards.js'
import { json } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Handler, Routes } from '../kit/routes.js'
import type { AccountBook } from '../sms/accounts.js'
import { hexId, segmentsOf, type Outbox } from '../sms/outbox.js'
import { refusing } from '../sms/refused.js'
import type { VonageAccount, VonageAccountOptions } from './accounts.js'
import { refuse } from './refusals.js'
import { parameters, parseOrder } from './sms_request.js'

type Accounts = AccountBook<VonageAccountOptions, VonageAccount>

const NETWORK = '47001'

/** `/sms/json` by GET and POST, and the balance. */
export function addApiRoutes(routes: Routes, accounts: Accounts, outbox: Outbox): void {
  const send: Handler = refusing((request) => {
    const fields = parameters(request)
    const account = known(request, fields, accounts) ?? refuse(4)
    if (!account.allowed) refuse(8)
    const { from, to, text, callback, reference } = parseOrder(fields)
    if (account.destinations?.every((code) => !to.startsWith(code))) refuse(29)
    if (account.barred.includes(to)) refuse(7)

    const segments = segmentsOf(text)
    if (!account.purse.pay(segments)) refuse(9)
    const order = { account: account.id, to, from, text, reference, statusUrl: callback }
    const more = Array.from({ length: segments - 1 }, anyId)
    const ids: [string, ...string[]] = [anyId(), ...more]
    outbox.send(order, 'submitted', ids)
    return json({
      'message-count': String(segments),
      'messages': ids.map((id) => ({
        to,
        'message-id': id,
        'status': '0',
        'remaining-balance': account.purse.balance.toFixed(8),
        'message-price': account.purse.price(1).toFixed(8),
        'network': NETWORK,
        ...(reference === undefined ? {} : { 'client-ref': reference }),
      })),
    })
  })
  routes.add('POST', '/sms/json', send).add('GET', '/sms/json', send)

  routes.add('GET', '/account/get-balance', (request) => {
    const account = known(request, Object.fromEntries(request.query), accounts)
    if (!account) {
      return json({ 'error-code': '401', 'error-code-label': 'authentication failed' }, 401)
    }
    return json({ value: account.purse.balance, autoReload: false })
  })
}

/** By parameters, or by Basic credentials. */
function known(request: StandInRequest, fields: JsonRecord, accounts: Accounts) {
  const [scheme, encoded = ''] = (request.header('authorization') ?? '').split(' ')
  const [user, password] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const basic = scheme === 'Basic'
  const key = basic ? user : fields.api_key
  const account = isText(key) ? accounts.find(key) : undefined
  return account?.secret === (basic ? password : fields.api_secret) ? account : undefined
}

function anyId(): string {
  return hexId('', 8).toUpperCase()
}

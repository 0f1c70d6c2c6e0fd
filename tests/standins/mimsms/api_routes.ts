import { randomBytes } from 'node:crypto'
import type { JsonRecord } from '../kit/guards.js'
import type { Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { PrepaidAccount } from '../prepaid/accounts.js'
import type { PrepaidDesk } from '../prepaid/desk.js'
import { hasOthers, readFields, textOf } from '../prepaid/fields.js'
import { failed, succeeded } from './replies.js'

const PATH = '/api/SmsSending'
const LOGIN = ['username', 'apikey']
const MESSAGE = ['mobilenumber', 'campaignid', 'sendername', 'transactiontype', 'message']
const NUMBER = /^8801[3-9]\d{8}$/

/** One message and the balance, by POST of JSON. */
export function addMimSmsRoutes(routes: Routes, desk: PrepaidDesk): void {
  routes
    .add('POST', `${PATH}/SMS`, (request) => send(request, desk))
    .add('POST', `${PATH}/balanceCheck`, (request) => balance(request, desk))
}

/** T(ransactional), P(romotional) and D(ynamic) are all taken here; P needs a campaign. */
function send(request: StandInRequest, desk: PrepaidDesk): Reply {
  const fields = lowerCased(readFields(request, ['json']))
  if (!fields || hasOthers(fields, [...LOGIN, ...MESSAGE])) return failed('400', 'Bad Request')
  const account = admitted(fields, request, desk)
  if (!account) return failed('401')

  const [number, campaign, sender, type, message] = MESSAGE.map((field) => textOf(fields[field]))
  if (!type || !'TPD'.includes(type)) return failed('213')
  if (type === 'P' && (!campaign || campaign === 'null')) return failed('400', 'CampaignId missing')
  if (!sender || !account.senderIds.includes(sender)) return failed('208')
  if (!number || !NUMBER.test(number)) return failed('206')
  if (!message) return failed('205')

  const id = randomBytes(8).toString('hex').toUpperCase()
  const order = { id, from: sender, numbers: [number], text: message, status: '' }
  return desk.send(account, order) ? succeeded(id, 'SMS Send Successfully') : failed('216')
}

function balance(request: StandInRequest, desk: PrepaidDesk): Reply {
  const fields = lowerCased(readFields(request, ['json']))
  if (!fields || hasOthers(fields, LOGIN)) return failed('400', 'Bad Request')
  const account = admitted(fields, request, desk)
  return account ? succeeded('', (account.balance / 100).toFixed(2)) : failed('401')
}

function admitted(
  fields: JsonRecord,
  request: StandInRequest,
  desk: PrepaidDesk
): PrepaidAccount | undefined {
  const account = desk.find(fields.apikey)
  if (!account || account.userName !== fields.username) return undefined
  return account.admits(request.remoteAddress) ? account : undefined
}

/** Its JSON reader does not mind upper and lower case in names: `Apikey` and `ApiKey` are one. */
function lowerCased(fields: JsonRecord | undefined): JsonRecord | undefined {
  if (!fields) return undefined
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key.toLowerCase(), value])
  )
}

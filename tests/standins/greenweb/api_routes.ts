import { dhakaTime } from '../kit/dhaka_time.js'
import { json, text, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { PrepaidAccount } from '../prepaid/accounts.js'
import type { PrepaidDesk } from '../prepaid/desk.js'
import { hasOthers, readFields, textOf } from '../prepaid/fields.js'
import { results, type NumberResult } from './replies.js'

const SEND_FIELDS = ['token', 'to', 'message']
const NUMBER = /^(?:\+?88)?(01[3-9]\d{8})$/
const FREE_SENDER = '8804445600000'
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** Messages by POST of a form to `api.php`, facts of the account by GET of `g_api.php`. */
export function addGreenwebRoutes(routes: Routes, desk: PrepaidDesk): void {
  routes
    .add('POST', '/api.php', (request) => send(request, desk))
    .add('GET', '/g_api.php', (request) => facts(request, desk))
}

function send(request: StandInRequest, desk: PrepaidDesk): Reply {
  const asJson = request.query.has('json')
  const fields = readFields(request, ['form'])
  const refuse = (words: string, to = '') => results([{ to, sent: false, words }], '', asJson)
  if (!fields || hasOthers(fields, SEND_FIELDS)) return refuse('Invalid Request !')
  const [token, to, message] = SEND_FIELDS.map((field) => textOf(fields[field]))
  if (!token) return refuse('Token is Missing !')
  const account = desk.find(token)
  if (!account) return refuse('Invalid Token !', to)
  if (!account.admits(request.remoteAddress)) return refuse('IP Not Allowed !', to)
  if (!to) return refuse('Number is Missing !')
  if (!message) return refuse('Message is Missing !', to)

  const list = to.split(',').map((number) => sendOne(desk, account, number.trim(), message))
  return results(list, message, asJson)
}

/** Each number by itself: some of a call may be sent and others not. */
function sendOne(
  desk: PrepaidDesk,
  account: PrepaidAccount,
  number: string,
  message: string
): NumberResult {
  const local = NUMBER.exec(number)?.[1]
  if (!local) return { to: number, sent: false, words: `${number} Invalid Number !` }
  const to = `+88${local}`
  const from = account.senderIds[0] ?? FREE_SENDER
  const order = { id: '', from, numbers: [to], text: message, status: '' }
  return desk.send(account, order)
    ? { to, sent: true, words: `SMS Sent Successfully To ${to}` }
    : { to, sent: false, words: `${to} Insufficient Balance !` }
}

/** One answer for each flag, in the order of the flags; each repeats the token. */
function facts(request: StandInRequest, desk: PrepaidDesk): Reply {
  const token = request.query.get('token') ?? ''
  const flags = [...request.query.keys()].filter((key) => key !== 'token' && key !== 'json')
  const account = desk.find(token)
  const answers = flags.map((flag) => (account ? fact(account, flag, desk) : 'Invalid Token !'))
  return request.query.has('json')
    ? json(answers.map((response) => ({ token, response })))
    : text(answers.join('</br>'))
}

function fact(account: PrepaidAccount, flag: string, desk: PrepaidDesk): string {
  if (flag === 'balance') return (account.balance / 100).toFixed(2)
  if (flag === 'expiry') return dhakaTime(desk.clock.now() + YEAR_MS).slice(0, 10)
  if (flag === 'rate') return '0.35'
  return 'Invalid Request !'
}

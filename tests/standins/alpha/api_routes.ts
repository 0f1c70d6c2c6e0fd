import type { Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { PrepaidDesk, SentText } from '../prepaid/desk.js'
import { hasOthers, readFields, textOf, type Encoding } from '../prepaid/fields.js'
import { refused, succeeded } from './replies.js'

const ENCODINGS: readonly Encoding[] = ['query', 'form', 'json']
const SEND_FIELDS = ['api_key', 'msg', 'to', 'schedule', 'sender_id', 'content_id']
/** `880…` or the local `01…`; several numbers are for campaigns only, which are not here. */
const NUMBER = /^(?:88)?(01[3-9]\d{8})$/
const LONGEST_TEXT = 1500
const FREE_SENDER = '8809612440000'

/** Messages, their reports and the balance, each by GET and by POST. */
export function addAlphaRoutes(routes: Routes, desk: PrepaidDesk): void {
  let lastId = 4_501_200
  for (const method of ['GET', 'POST']) {
    routes
      .add(method, '/sendsms', (request) => send(request, desk, ++lastId))
      .add(method, '/user/balance/', (request) => balance(request, desk))
    for (const path of ['/report/request/:id/', '/report/request/:id']) {
      routes.add(method, path, (request) => report(request, desk))
    }
  }
}

function send(request: StandInRequest, desk: PrepaidDesk, id: number): Reply {
  const fields = readFields(request, ENCODINGS)
  if (!fields || hasOthers(fields, SEND_FIELDS)) return refused(400)
  const account = desk.find(fields.api_key)
  if (!account) return refused(405)
  if (!account.admits(request.remoteAddress)) return refused(403)

  const [, msg, to, schedule, senderId] = SEND_FIELDS.map((field) => textOf(fields[field]))
  if (!to || fields.msg === undefined) return refused(400)
  if (!msg) return refused(414)
  if (msg.length > LONGEST_TEXT) return refused(415)
  if (schedule) return refused(412)
  if (senderId && !account.senderIds.includes(senderId)) return refused(413)
  const local = NUMBER.exec(to)?.[1]
  if (!local) return refused(416)

  const order = { id: String(id), numbers: [`88${local}`], text: msg, status: 'Sent' }
  if (!desk.send(account, { ...order, from: senderId ?? FREE_SENDER })) return refused(417)
  return succeeded('Request successfully submitted', { request_id: id })
}

function report(request: StandInRequest, desk: PrepaidDesk): Reply {
  const fields = readFields(request, ENCODINGS)
  if (!fields || hasOthers(fields, ['api_key'])) return refused(400)
  const account = desk.find(fields.api_key)
  if (!account) return refused(405)
  const texts = desk.sent(account, request.params.id)
  if (texts.length === 0) return refused(404)

  return succeeded('Success', {
    request_id: Number(request.params.id),
    request_status: 'Complete',
    request_charge: taka(texts.reduce((sum, text) => sum + text.charge, 0)),
    recipients: texts.map(recipient),
  })
}

function recipient({ number, charge, status }: SentText): Record<string, string> {
  return { number, charge: taka(charge), status }
}

function balance(request: StandInRequest, desk: PrepaidDesk): Reply {
  const fields = readFields(request, ENCODINGS)
  if (!fields || hasOthers(fields, ['api_key'])) return refused(400)
  const account = desk.find(fields.api_key)
  return account ? succeeded('Success', { balance: taka(account.balance) }) : refused(405)
}

/** Four decimals, as all its amounts. */
function taka(poisha: number): string {
  return (poisha / 100).toFixed(4)
}

import { randomBytes } from 'node:crypto'
import { splitIntoSegments } from '../inbox/segments.js'
import { json, text, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { PrepaidDesk } from '../prepaid/desk.js'
import { hasOthers, readFields, textOf } from '../prepaid/fields.js'
import { refused } from './replies.js'

const SEND_FIELDS = ['api_key', 'type', 'contacts', 'senderid', 'msg', 'label']
const LABELS = ['transactional', 'promotional']
const NUMBER = /^8801[3-9]\d{8}$/
/** Reports in one answer. */
const CHUNK = 100

/** Messages by GET and POST; balance and reports by GET, with the key in the path. */
export function addElitBuzzRoutes(routes: Routes, desk: PrepaidDesk): void {
  routes
    .add('GET', '/smsapi', (request) => send(request, desk))
    .add('POST', '/smsapi', (request) => send(request, desk))
    .add('GET', '/miscapi/:key/getBalance', ({ params }) => {
      const account = desk.find(params.key)
      if (!account) return refused(1003)
      return text(`Your Balance is:BDT ${(account.balance / 100).toFixed(2)}`)
    })
    .add('GET', '/miscapi/:key/getDLR/:id', ({ params }) => {
      const account = desk.find(params.key)
      if (!account) return refused(1003)
      const sent = desk.sent(account, params.id === 'getAll' ? undefined : params.id)
      return json(
        sent
          .slice(-CHUNK)
          .map(({ id, number, status }) => ({ ID: id, MSISDN: number, DLR: status }))
      )
    })
}

function send(request: StandInRequest, desk: PrepaidDesk): Reply {
  const fields = readFields(request, ['query', 'form', 'json'])
  if (!fields || hasOthers(fields, SEND_FIELDS)) return refused(1005)
  const [apiKey, type, contacts, senderId, msg, label] = SEND_FIELDS.map((field) =>
    textOf(fields[field])
  )
  const account = desk.find(apiKey)
  if (!account || !account.admits(request.remoteAddress)) return refused(1003)
  if (type !== 'text' && type !== 'unicode') return refused(1009)
  if (!msg) return refused(1008)
  if (!senderId || !account.senderIds.includes(senderId)) return refused(1002)
  if (label && !LABELS.includes(label)) return refused(1005)
  const numbers = (contacts ?? '').split('+')
  if (!numbers.every((number) => NUMBER.test(number))) return refused(1012)

  const id = `bw-rdC300${randomBytes(9).toString('hex')}`
  const order = { id, from: senderId, numbers, text: asTyped(msg, type), status: 'Sent' }
  return desk.send(account, order) ? text(`SMS SUBMITTED: ID - ${id}`) : refused(1007)
}

/** What is not in GSM 03.38 does not survive as plain text: the phone shows question marks. */
function asTyped(msg: string, type: 'text' | 'unicode'): string {
  if (type === 'unicode') return msg
  const plain = (character: string) => splitIntoSegments(character).encoding === 'GSM-7'
  return [...msg].map((character) => (plain(character) ? character : '?')).join('')
}

import { randomBytes } from 'node:crypto'
import { dhakaDigits } from '../kit/dhaka_time.js'
import type { Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { splitIntoSegments } from '../inbox/segments.js'
import type { PrepaidDesk } from '../prepaid/desk.js'
import { hasOthers, readFields, textOf } from '../prepaid/fields.js'
import { failed, succeeded } from './replies.js'

const SEND_FIELDS = ['api_token', 'sid', 'msisdn', 'sms', 'csms_id']
const NUMBER = /^(?:88)?01[3-9]\d{8}$/
const CSMS_ID = /^[A-Za-z0-9_-]{1,20}$/
const LONGEST_TEXT = 1000

/** One message and the balance of SMS Plus v3, by POST of JSON. */
export function addSslWirelessRoutes(routes: Routes, desk: PrepaidDesk): void {
  const used = new Set<string>()
  routes
    .add('POST', '/api/v3/send-sms', (request) => send(request, desk, used))
    .add('POST', '/api/v3/balance', (request) => balance(request, desk))
}

/** @param used client ids taken so far, by account and day of Dhaka: each is good once a day. */
function send(request: StandInRequest, desk: PrepaidDesk, used: Set<string>): Reply {
  const fields = readFields(request, ['json'])
  if (!fields || hasOthers(fields, SEND_FIELDS)) return failed(4005)
  const [token, sid, msisdn, sms, csmsId] = SEND_FIELDS.map((field) => textOf(fields[field]))
  if (!token || !sid || !msisdn || !sms || !csmsId) return failed(4022)

  const account = desk.find(token)
  if (!account) return failed(4001)
  if (!account.admits(request.remoteAddress)) return failed(4003)
  if (!account.senderIds.includes(sid)) return failed(4002)
  if (!CSMS_ID.test(csmsId)) return failed(4020)
  const today = `${token} ${dhakaDigits(desk.clock.now()).slice(0, 8)} ${csmsId}`
  if (used.has(today)) return failed(4023)
  if (!NUMBER.test(msisdn)) return failed(4025)
  if (sms.length > LONGEST_TEXT) return failed(4027)

  const id = randomBytes(10).toString('hex').slice(0, 19)
  const number = msisdn.startsWith('88') ? msisdn : `88${msisdn}`
  const sent = desk.send(account, { id, from: sid, numbers: [number], text: sms, status: '' })
  if (!sent) return failed(4030)
  used.add(today)
  return succeeded({
    smsinfo: [
      {
        sms_status: 'SUCCESS',
        status_message: 'Success',
        msisdn: number,
        sms_type: splitIntoSegments(sms).encoding === 'GSM-7' ? 'EN' : 'BN',
        sms_body: sms,
        csms_id: csmsId,
        reference_id: id,
      },
    ],
  })
}

function balance(request: StandInRequest, desk: PrepaidDesk): Reply {
  const fields = readFields(request, ['json'])
  if (!fields || hasOthers(fields, ['api_token', 'sid'])) return failed(4005)
  const account = desk.find(fields.api_token)
  if (!account) return failed(4001)
  if (!account.admits(request.remoteAddress)) return failed(4003)
  const sid = textOf(fields.sid)
  if (sid !== undefined && !account.senderIds.includes(sid)) return failed(4002)
  return succeeded({ balance: account.balance / 100 })
}

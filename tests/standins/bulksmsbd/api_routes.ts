import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Handler, Routes } from '../kit/routes.js'
import type { SmsDesk } from './desk.js'
import { accepted, refused, SmsRefusal } from './replies.js'
import { parseBalanceRequest, parseMany, parseSingle, type SmsRequest } from './sms_request.js'

/** BulkSMSBD's endpoints, each by GET and by POST. */
export function addApiRoutes(routes: Routes, desk: SmsDesk): void {
  const send = (parse: (request: StandInRequest) => SmsRequest): Handler => {
    return guarded(desk, (request) => {
      const order = parse(request)
      const account = desk.admit(order.apiKey, request.remoteAddress)
      return accepted(desk.send(account, order), order.texts.length, desk.replyStyle)
    })
  }
  const balance = guarded(desk, (request) => {
    const account = desk.admit(parseBalanceRequest(request), request.remoteAddress)
    return json({ balance: account.balance })
  })

  for (const method of ['GET', 'POST']) {
    routes
      .add(method, '/api/smsapi', send(parseSingle))
      .add(method, '/api/smsapimany', send(parseMany))
      .add(method, '/api/getBalanceApi', balance)
  }
}

function guarded(desk: SmsDesk, work: (request: StandInRequest) => Reply): Handler {
  return (request) => {
    try {
      return work(request)
    } catch (error) {
      if (error instanceof SmsRefusal) return refused(error, desk.replyStyle)
      throw error
    }
  }
}

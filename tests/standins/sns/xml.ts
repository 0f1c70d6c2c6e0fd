import { randomUUID } from 'node:crypto'
import { escapeHtml } from '../kit/html.js'
import type { Reply } from '../kit/reply.js'
import { Refused } from '../sms/refused.js'

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** An answer of AWS's query protocol. @param result XML, already escaped */
export function resultReply(action: string, result: string): Reply {
  return xml(
    200,
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>` +
      `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>` +
      `</${action}Response>`
  )
}

/** 5xx is the receiver's fault, everything else the sender's. */
export function errorReply(status: number, code: string, message: string): Reply {
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error>` +
      `<Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type><Code>${code}</Code>` +
      `<Message>${escapeHtml(message)}</Message></Error>` +
      `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`
  )
}

/** @throws Refused always */
export function refuse(status: number, code: string, message: string): never {
  throw new Refused(errorReply(status, code, message))
}

/** @throws Refused always */
export function invalid(what: string): never {
  refuse(400, 'InvalidParameter', `Invalid parameter: ${what}`)
}

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body }
}

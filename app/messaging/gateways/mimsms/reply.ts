import { fieldsOf, type Fields } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf, textOf, wordsOf } from '../answer_fields.js'
import type { SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'

interface Reply {
  code: string
  status: string
  id: string | undefined
  words: string
}

/** `{statusCode, status, trxnId, responseResult}`, all texts, HTTP 200 whatever they say. */
export function readSending(answer: HttpAnswer): SendVerdict | null {
  const reply = readReply(answer)
  if (!reply) return null
  const { code, status, id, words } = reply
  if (answer.isSuccess && status === 'success' && (code === '200' || code === '')) {
    return { accepted: { providerId: id } }
  }
  if (answer.isSuccess && status === '' && code === '200' && id) {
    return { accepted: { providerId: id } }
  }
  return refusalOf(code, status === 'failed', words)
}

/** The balance stands where a message's outcome would. */
export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const reply = readReply(answer)
  if (!reply) return null
  const { code, status, words } = reply
  const good = code === '200' || (code === '' && status === 'ok')
  return good ? balanceOf(words, 'BDT') : refusalOf(code, status === 'failed', words)
}

function readReply(answer: HttpAnswer): Reply | null {
  const fields = fieldsOf(answer.json())
  const reply = fields && lowerCased(fields)
  return (
    reply && {
      code: textOf(reply['statuscode']),
      status: textOf(reply['status']).toLowerCase(),
      id: idOf(reply['trxnid'] ?? reply['transactionid']),
      words: wordsOf(reply['responseresult']),
    }
  )
}

/** Names are spelt trxnId, TrxnId and trxnID. */
function lowerCased(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value])
  )
}

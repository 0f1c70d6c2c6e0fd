import type { HttpAnswer } from '#core/http/outbound_answer'

import { word } from '../answers.js'
import { readEnvelope } from '../bkash/answers.js'
import { SUCCESS } from '../bkash/codes.js'

export type AgreementReading =
  | { kind: 'agreed'; agreement: string }
  | { kind: 'code'; code: string; message: string }
  | { kind: 'unreadable'; detail: string }

/** developer.bka.sh "Execute Agreement": it is one only when bKash says so of this very attempt. */
export function readAgreement(answer: HttpAnswer, attempt: string): AgreementReading {
  const envelope = readEnvelope(answer)
  if (!envelope) return unreadable(`HTTP ${answer.status} without a bKash envelope`)
  const { code, message, fields } = envelope
  if (code !== SUCCESS) return { kind: 'code', code, message }

  const agreement = word(fields['agreementID'])
  const ours = fields['paymentID'] === attempt && fields['agreementStatus'] === 'Completed'
  if (!answer.isSuccess || !ours || !agreement) return unreadable('an answer without our agreement')
  return { kind: 'agreed', agreement }
}

function unreadable(detail: string): AgreementReading {
  return { kind: 'unreadable', detail: `bKash: ${detail}` }
}

import type { ProviderFaults } from '../kit/faults.js'
import { json, text, type Reply } from '../kit/reply.js'

/** What became of one number of a call. HTTP is 200 for all of them. */
export interface NumberResult {
  to: string
  sent: boolean
  words: string
}

/** A list with an entry for each number; without `json` in the query, a line for each. */
export function results(list: readonly NumberResult[], message: string, asJson: boolean): Reply {
  if (!asJson) {
    const line = ({ sent, words }: NumberResult) => `${sent ? 'Ok' : 'Error'}: ${words}</br>`
    return text(list.map(line).join('\n'))
  }
  return json(
    list.map(({ to, sent, words }) => ({
      to,
      message,
      status: sent ? 'SENT' : 'FAILED',
      statusmsg: words,
    }))
  )
}

export const greenwebFaults: ProviderFaults = {
  instead: {
    /** `value` is the words of the refusal; there are no codes. */
    'refuse': ({ value = 'Internal Error !' }) =>
      results([{ to: '', sent: false, words: value }], '', true),
    'text-refuse': ({ value = 'Internal Error !' }) => text(`Error: ${value}</br>`),
  },
  alter: {
    /** An account that is answered in text whatever it asked for. */
    'as-text': (reply) => {
      const words = /"statusmsg":"([^"]*)"/.exec(reply.body)?.[1] ?? ''
      const sent = reply.body.includes('"status":"SENT"')
      return text(`${sent ? 'Ok' : 'Error'}: ${words}</br>`)
    },
  },
}

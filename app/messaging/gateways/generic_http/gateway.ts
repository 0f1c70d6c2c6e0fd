import { withoutSecrets } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { segmentsOf } from '#messaging/segments'

import { balanceOf, idOf } from '../answer_fields.js'
import type { BalanceOutcome, SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import { refusal, type SmsRefusal } from '../refusal.js'
import { SmsLine, type SendVerdict } from '../sms_line.js'
import { genericCall } from './call.js'
import { readConfig, type BalanceCall, type GenericConfig } from './config.js'
import { valueAt } from './json_path.js'
import type { Pairs } from './lines.js'
import { writtenAs } from './number_format.js'
import { saysYes, scalarOf } from './success_rule.js'

const NAME = 'The gateway'
const NO_ERROR = new Set(['', '0', 'false', 'null', 'none'])

/** One account at a gateway that only its operator knows. */
export class GenericHttpGateway implements SmsGateway {
  readonly #config: GenericConfig
  readonly #secrets: readonly string[]
  readonly #line: SmsLine
  readonly balance?: SmsGateway['balance']

  /** @throws InvalidCredentials naming the fields that are wrong */
  constructor(private readonly context: SmsContext) {
    this.#config = readConfig(context.credentials, context.baseUrl)
    const { headers, constants } = this.#config
    const words = [...headers, ...constants].flatMap(([, value]) => [value, ...value.split(' ')])
    this.#secrets = [context.credentials['key'] ?? '', ...words]
    this.#line = new SmsLine(NAME, context, this.#secrets)
    const { balance } = this.#config
    if (balance) this.balance = () => this.#askBalance(balance)
  }

  send(message: SmsMessage): Promise<SmsOutcome> {
    const fields = this.#fieldsOf(message)
    const call = genericCall('SMS gateway send', this.context.baseUrl, this.#config, fields)
    return this.#line.send(call, (answer) => this.#verdict(answer))
  }

  #askBalance({ url, path, currency }: BalanceCall): Promise<BalanceOutcome> {
    const call = genericCall('SMS gateway balance', url, this.#config, this.#keyField())
    return this.#line.balance(call, (answer) => {
      const found = path ? valueAt(path, answer.json()) : answer.text
      const balance = answer.isSuccess ? balanceOf(found, currency) : null
      return balance ?? this.#refusal(answer)
    })
  }

  /** Later fields win over constants of the same name. */
  #fieldsOf(message: SmsMessage): Pairs {
    const { fields, constants } = this.#config
    const { credentials } = this.context
    const unicode = segmentsOf(message.text).encoding === 'UCS-2'
    const mapped: Pairs = [
      [fields.to, writtenAs(credentials['number_format'] ?? '', message.to)],
      [fields.text, message.text],
      [fields.sender, message.sender ?? credentials['sender'] ?? ''],
      [fields.requestId, message.messageId],
      [unicode ? fields.unicode : '', credentials['unicode_value'] ?? ''],
      ...this.#keyField(),
    ]
    return [...new Map([...constants, ...mapped])].filter(([name]) => name !== '')
  }

  #keyField(): Pairs {
    const { key } = this.#config.fields
    return key === '' ? [] : [[key, this.context.credentials['key'] ?? '']]
  }

  /** A yes counts whatever else is said: many gateways have words for errors in every answer. */
  #verdict(answer: HttpAnswer): SendVerdict | null {
    if (!saysYes(answer, this.#config.success)) return this.#refusal(answer)
    const { idPath } = this.#config
    return { accepted: { providerId: idPath ? idOf(valueAt(idPath, answer.json())) : undefined } }
  }

  /** Only an error in the gateway's own words; one of its server (5xx) may have come too late. */
  #refusal(answer: HttpAnswer): SmsRefusal | null {
    const { errorPath } = this.#config
    if (!errorPath || answer.status >= 500) return null
    const error = scalarOf(valueAt(errorPath, answer.json()))
    if (NO_ERROR.has(error.toLowerCase())) return null
    const words = withoutSecrets(error, this.#secrets)
    return refusal('gateway_error', `${NAME} refused: ${words.slice(0, 200)}`)
  }
}

import type { SHAPES } from '#tests/standins/generic_http/shapes'

export const KEY = 'a-key-nobody-may-see&=+%'
/** Where the operator says it is; the environment puts the stand-in there. */
export const URL_ENTERED = 'https://sms.example.net/send'

export interface Description {
  shape: keyof typeof SHAPES
  entered: Record<string, string>
  /** How a number arrives there. */
  writes(mobile: string): string
  /** Whether it says no in a way that counts. */
  refuses: boolean
}

/** What an operator enters for each shape of the stand-in. */
export const DESCRIPTIONS: Description[] = [
  {
    shape: 'form',
    entered: {
      to_field: 'number',
      text_field: 'message',
      sender_field: 'senderid',
      sender: 'GREENNET',
      key_field: 'api_key',
      key: KEY,
      constants: 'type=text',
      unicode_field: 'type',
      unicode_value: 'unicode',
      success_path: 'response_code',
      success_value: '202',
      id_path: 'message_id',
      error_path: 'error_message',
      balance_url: '/balance',
      balance_path: 'account.balance',
    },
    writes: (mobile) => mobile.slice(1),
    refuses: true,
  },
  {
    shape: 'json',
    entered: {
      style: 'json',
      headers: `Authorization: Bearer ${KEY}\r\nX-Account: isp`,
      to_field: 'messages[0].to[0]',
      number_format: 'plus',
      text_field: 'messages[0].content.text',
      sender_field: 'messages[0].from',
      sender: 'GREENNET',
      request_id_field: 'reference',
      constants: 'flash=no',
      success_status: '202',
      success_path: 'data[0].state',
      success_value: 'queued',
      id_path: 'data[0].id',
      error_path: 'error.reason',
      balance_url: '/balance',
      balance_path: 'account.balance',
    },
    writes: (mobile) => mobile,
    refuses: true,
  },
  {
    shape: 'query',
    entered: {
      method: 'GET',
      style: 'query',
      to_field: 'to',
      number_format: 'national',
      text_field: 'text',
      key_field: 'password',
      key: KEY,
      constants: 'user=isp',
      unicode_field: 'coding',
      unicode_value: '2',
      success_rule: 'contains',
      success_value: 'OK:',
      balance_url: '/balance',
    },
    writes: (mobile) => `0${mobile.slice(4)}`,
    refuses: false,
  },
]

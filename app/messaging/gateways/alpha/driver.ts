import type { SmsGatewayDriver } from '../contract.js'
import { AlphaGateway } from './gateway.js'

/** Alpha SMS, sms.net.bd "API documentation". */
export const alpha: SmsGatewayDriver = {
  name: 'alpha',
  label: 'Alpha SMS (sms.net.bd)',
  address: {
    variable: 'ALPHA_BASE_URL',
    live: 'https://api.sms.net.bd',
    sandbox: 'https://api.sms.net.bd',
  },
  fields: [
    { key: 'api_key', label: 'API key', secret: true, required: true },
    {
      key: 'sender_id',
      label: 'Sender ID',
      secret: false,
      required: false,
      hint: 'An approved sender; Alpha picks a number when this is empty',
    },
  ],
  destinations: ['+880'],
  open: (context) => new AlphaGateway(context),
}

import type { SmsGatewayDriver } from '../contract.js'
import { BulksmsbdGateway } from './gateway.js'

/** BulkSMSBD, bulksmsbd.net "SMS API" page. It answers 200 to everything; the body decides. */
export const bulksmsbd: SmsGatewayDriver = {
  name: 'bulksmsbd',
  label: 'BulkSMSBD',
  address: {
    variable: 'BULKSMSBD_BASE_URL',
    live: 'https://bulksmsbd.net/api',
    sandbox: 'https://bulksmsbd.net/api',
  },
  fields: [
    { key: 'api_key', label: 'API key', secret: true, required: true },
    {
      key: 'sender_id',
      label: 'Sender ID',
      secret: false,
      required: true,
      hint: 'An approved name, or a number such as 8809612345678',
    },
  ],
  destinations: ['+880'],
  open: (context) => new BulksmsbdGateway(context),
}

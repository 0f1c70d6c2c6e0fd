import type { SmsGatewayDriver } from '../contract.js'
import { ElitbuzzGateway } from './gateway.js'

/** ElitBuzz, whose software many resellers run under names and addresses of their own. */
export const elitbuzz: SmsGatewayDriver = {
  name: 'elitbuzz',
  label: 'ElitBuzz and resellers',
  address: {
    variable: 'ELITBUZZ_BASE_URL',
    live: 'https://msg.elitbuzz-bd.com',
    sandbox: 'https://msg.elitbuzz-bd.com',
  },
  fields: [
    {
      key: 'address',
      label: 'API address',
      secret: false,
      required: true,
      hint: 'Up to the slash before "smsapi", such as https://msg.elitbuzz-bd.com',
    },
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
  addressField: 'address',
  open: (context) => new ElitbuzzGateway(context),
}

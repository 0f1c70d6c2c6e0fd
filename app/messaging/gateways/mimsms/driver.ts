import type { SmsGatewayDriver } from '../contract.js'
import { MimsmsGateway } from './gateway.js'

/** MiM SMS, mimsms.com "API documentation". It admits only addresses it was told of. */
export const mimsms: SmsGatewayDriver = {
  name: 'mimsms',
  label: 'MiM SMS',
  address: {
    variable: 'MIMSMS_BASE_URL',
    live: 'https://api.mimsms.com/api/SmsSending',
    sandbox: 'https://api.mimsms.com/api/SmsSending',
  },
  fields: [
    {
      key: 'user_name',
      label: 'User name',
      secret: false,
      required: true,
      hint: 'An e-mail address',
    },
    { key: 'api_key', label: 'API key', secret: true, required: true },
    {
      key: 'sender_name',
      label: 'Sender name',
      secret: false,
      required: true,
      hint: 'An approved name, or a number such as 8809612345678',
    },
  ],
  destinations: ['+880'],
  open: (context) => new MimsmsGateway(context),
}

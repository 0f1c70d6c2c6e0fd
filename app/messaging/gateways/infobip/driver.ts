import type { SmsGatewayDriver } from '../contract.js'
import { InfobipGateway } from './gateway.js'

/** Infobip, SMS API v3. Every account has an address of its own. */
export const infobip: SmsGatewayDriver = {
  name: 'infobip',
  label: 'Infobip',
  address: {
    variable: 'INFOBIP_BASE_URL',
    live: 'https://api.infobip.com',
    sandbox: 'https://api.infobip.com',
  },
  addressField: 'base_url',
  fields: [
    {
      key: 'base_url',
      label: 'Base URL',
      secret: false,
      required: true,
      hint: 'As on the home page of your Infobip account, such as abc123.api.infobip.com',
    },
    { key: 'api_key', label: 'API key', secret: true, required: true },
    { key: 'sender', label: 'Sender', secret: false, required: true },
  ],
  destinations: null,
  open: (context) => new InfobipGateway(context),
}

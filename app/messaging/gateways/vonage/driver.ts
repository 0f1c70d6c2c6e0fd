import type { SmsGatewayDriver } from '../contract.js'
import { VonageGateway } from './gateway.js'

/** Vonage (formerly Nexmo), SMS API. It answers 200 to almost everything; each part has a status. */
export const vonage: SmsGatewayDriver = {
  name: 'vonage',
  label: 'Vonage',
  address: {
    variable: 'VONAGE_BASE_URL',
    live: 'https://rest.nexmo.com',
    sandbox: 'https://rest.nexmo.com',
  },
  fields: [
    { key: 'api_key', label: 'API key', secret: false, required: true },
    { key: 'api_secret', label: 'API secret', secret: true, required: true },
    {
      key: 'sender',
      label: 'Sender',
      secret: false,
      required: true,
      hint: 'A number without +, or a name of at most 11 letters and digits',
    },
  ],
  destinations: null,
  open: (context) => new VonageGateway(context),
}

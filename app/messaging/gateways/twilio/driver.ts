import type { SmsGatewayDriver } from '../contract.js'
import { TwilioGateway } from './gateway.js'

/** Twilio Programmable Messaging, API 2010-04-01. */
export const twilio: SmsGatewayDriver = {
  name: 'twilio',
  label: 'Twilio',
  address: {
    variable: 'TWILIO_BASE_URL',
    live: 'https://api.twilio.com',
    sandbox: 'https://api.twilio.com',
  },
  fields: [
    {
      key: 'account_sid',
      label: 'Account SID',
      secret: false,
      required: true,
      hint: 'Begins with AC',
    },
    { key: 'auth_token', label: 'Auth token', secret: true, required: true },
    {
      key: 'sender',
      label: 'Sender',
      secret: false,
      required: true,
      hint: 'A number such as +15005550006, a name, or a Messaging Service SID (MG…)',
    },
  ],
  destinations: null,
  open: (context) => new TwilioGateway(context),
}

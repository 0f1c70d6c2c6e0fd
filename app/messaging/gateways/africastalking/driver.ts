import type { SmsGatewayDriver } from '../contract.js'
import { AfricasTalkingGateway } from './gateway.js'

/** Africa's Talking, bulk SMS (version 1). Its sandbox goes by the user name "sandbox". */
export const africastalking: SmsGatewayDriver = {
  name: 'africastalking',
  label: "Africa's Talking",
  address: {
    variable: 'AFRICASTALKING_BASE_URL',
    live: 'https://api.africastalking.com',
    sandbox: 'https://api.sandbox.africastalking.com',
  },
  fields: [
    { key: 'username', label: 'User name', secret: false, required: true },
    { key: 'api_key', label: 'API key', secret: true, required: true },
    {
      key: 'sender',
      label: 'Sender ID or short code',
      secret: false,
      required: false,
      hint: 'Registered with Africa’s Talking; without one, theirs',
    },
  ],
  destinations: null,
  open: (context) => new AfricasTalkingGateway(context),
}

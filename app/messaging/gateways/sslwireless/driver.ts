import type { SmsGatewayDriver } from '../contract.js'
import { SslwirelessGateway } from './gateway.js'

/** SSL Wireless, SMS Plus API v3. It names a sender by its "sid". */
export const sslwireless: SmsGatewayDriver = {
  name: 'sslwireless',
  label: 'SSL Wireless',
  address: {
    variable: 'SSLWIRELESS_BASE_URL',
    live: 'https://smsplus.sslwireless.com',
    sandbox: 'https://smsplus.sslwireless.com',
  },
  fields: [
    { key: 'api_token', label: 'API token', secret: true, required: true },
    {
      key: 'sid',
      label: 'SID',
      secret: false,
      required: true,
      hint: 'The sender that SSL Wireless has approved, such as GREENNETAPI',
    },
  ],
  destinations: ['+880'],
  open: (context) => new SslwirelessGateway(context),
}

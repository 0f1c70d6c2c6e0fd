import type { SmsGatewayDriver } from '../contract.js'
import { GreenwebGateway } from './gateway.js'

/** Greenweb, greenweb.com.bd "SMS API". The token carries the sender; messages have no id. */
export const greenweb: SmsGatewayDriver = {
  name: 'greenweb',
  label: 'Greenweb',
  address: {
    variable: 'GREENWEB_BASE_URL',
    live: 'https://api.greenweb.com.bd',
    sandbox: 'https://api.greenweb.com.bd',
  },
  fields: [{ key: 'token', label: 'Token', secret: true, required: true }],
  destinations: ['+880'],
  open: (context) => new GreenwebGateway(context),
}

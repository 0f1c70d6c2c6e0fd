import type { SmsGatewayDriver } from '../contract.js'
import { genericFields } from './fields.js'
import { GenericHttpGateway } from './gateway.js'

/** Any gateway that is one HTTP call away, as its operator describes it. */
export const genericHttp: SmsGatewayDriver = {
  name: 'generic_http',
  label: 'Another gateway (HTTP)',
  address: {
    variable: 'GENERIC_HTTP_BASE_URL',
    live: 'https://sms-gateway.invalid',
    sandbox: 'https://sms-gateway.invalid',
  },
  addressField: 'url',
  fields: genericFields,
  destinations: null,
  open: (context) => new GenericHttpGateway(context),
}

import type { PaymentGatewayDriver } from '../contract.js'
import { environmentOfKey } from '../key_environment.js'
import { RazorpayGateway } from './gateway.js'
import { hosts, layer7 } from './hosts.js'

const API = 'https://api.razorpay.com/v1'

/**
 * Razorpay's hosted checkout. Test and live keys (rzp_test_, rzp_live_) work at one address.
 * RAZORPAY_BASE_URL replaces everything up to and with the version.
 */
export const razorpay: PaymentGatewayDriver = {
  name: 'razorpay',
  label: 'Razorpay',
  address: { variable: 'RAZORPAY_BASE_URL', live: API, sandbox: API },
  fields: [
    {
      key: 'key_id',
      label: 'Key id',
      secret: false,
      required: true,
    },
    { key: 'key_secret', label: 'Key secret', secret: true, required: true },
    {
      key: 'business_name',
      label: 'Business name',
      secret: false,
      required: true,
    },
    {
      key: 'email',
      label: 'E-mail for receipts',
      secret: false,
      required: true,
    },
    { key: 'webhook_secret', label: 'Webhook secret', secret: true, required: false },
    {
      key: 'previous_webhook_secret',
      label: 'Previous webhook secret',
      secret: true,
      required: false,
    },
  ],
  environmentOf: ({ key_id: key }) => environmentOfKey(key),
  currencies: ['INR'],
  minimumMinor: { INR: 100 },
  needsBrowser: true,
  notices: 'by_hand',
  noticeSecret: 'webhook_secret',
  hosts,
  layer7,
  queryAfterSeconds: [60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: 24 * 3600,
  open: (context) => new RazorpayGateway(context),
}

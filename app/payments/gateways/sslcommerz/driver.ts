import type { PaymentGatewayDriver } from '../contract.js'
import { SslcommerzGateway } from './gateway.js'
import { hosts, layer7 } from './hosts.js'

/** SSLCommerz hosted checkout v4. */
export const sslcommerz: PaymentGatewayDriver = {
  name: 'sslcommerz',
  label: 'SSLCommerz',
  address: {
    variable: 'SSLCOMMERZ_BASE_URL',
    live: 'https://securepay.sslcommerz.com',
    sandbox: 'https://sandbox.sslcommerz.com',
  },
  fields: [
    { key: 'store_id', label: 'Store ID', secret: false, required: true },
    {
      key: 'store_password',
      label: 'Store password (API/secret key)',
      secret: true,
      required: true,
    },
  ],
  currencies: ['BDT'],
  minimumMinor: { BDT: 1000 },
  needsBrowser: true,
  notices: 'per_payment',
  hosts,
  layer7,
  queryAfterSeconds: [60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: 24 * 3600,
  open: (context) => new SslcommerzGateway(context),
}

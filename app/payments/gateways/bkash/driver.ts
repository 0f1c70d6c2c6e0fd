import type { PaymentGatewayDriver } from '../contract.js'
import { BkashGateway } from './gateway.js'
import { hosts, layer7 } from './hosts.js'

/**
 * bKash tokenized checkout without agreement ("Checkout URL"), v1.2.0-beta.
 * BKASH_BASE_URL replaces everything up to and with the version.
 */
export const bkash: PaymentGatewayDriver = {
  name: 'bkash',
  label: 'bKash',
  address: {
    variable: 'BKASH_BASE_URL',
    live: 'https://tokenized.pay.bka.sh/v1.2.0-beta',
    sandbox: 'https://tokenized.sandbox.bka.sh/v1.2.0-beta',
  },
  fields: [
    { key: 'username', label: 'User name', secret: false, required: true },
    { key: 'password', label: 'Password', secret: true, required: true },
    { key: 'app_key', label: 'App key', secret: true, required: true },
    { key: 'app_secret', label: 'App secret', secret: true, required: true },
  ],
  currencies: ['BDT'],
  minimumMinor: { BDT: 100 },
  needsBrowser: true,
  hosts,
  layer7,
  queryAfterSeconds: [60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: 24 * 3600,
  open: (context) => new BkashGateway(context),
}

import type { PaymentGatewayDriver } from '../contract.js'
import { NagadGateway } from './gateway.js'
import { hosts, layer7 } from './hosts.js'

/**
 * Nagad's remote payment gateway, v-0.2.0. NAGAD_BASE_URL replaces everything up to and with
 * `/api/dfs`. Nagad answers only to addresses it has whitelisted.
 */
export const nagad: PaymentGatewayDriver = {
  name: 'nagad',
  label: 'Nagad',
  address: {
    variable: 'NAGAD_BASE_URL',
    live: 'https://api.mynagad.com/api/dfs',
    sandbox: 'http://sandbox.mynagad.com:10080/remote-payment-gateway-1.0/api/dfs',
  },
  fields: [
    { key: 'merchant_id', label: 'Merchant ID', secret: false, required: true },
    { key: 'merchant_number', label: 'Merchant mobile number', secret: false, required: false },
    { key: 'private_key', label: 'Merchant private key', secret: true, required: true },
    { key: 'pg_public_key', label: 'Nagad public key (PG)', secret: false, required: true },
  ],
  currencies: ['BDT'],
  minimumMinor: { BDT: 100 },
  needsBrowser: true,
  hosts,
  layer7,
  queryAfterSeconds: [60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: 24 * 3600,
  open: (context) => new NagadGateway(context),
}

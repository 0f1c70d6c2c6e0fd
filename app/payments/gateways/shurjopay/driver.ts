import type { PaymentGatewayDriver } from '../contract.js'
import { ShurjopayGateway } from './gateway.js'
import { hosts, layer7 } from './hosts.js'

/** ShurjoPay v2.1. */
export const shurjopay: PaymentGatewayDriver = {
  name: 'shurjopay',
  label: 'shurjoPay',
  address: {
    variable: 'SHURJOPAY_BASE_URL',
    live: 'https://engine.shurjopayment.com',
    sandbox: 'https://sandbox.shurjopayment.com',
  },
  fields: [
    { key: 'username', label: 'User name', secret: false, required: true },
    { key: 'password', label: 'Password', secret: true, required: true },
    { key: 'prefix', label: 'Order prefix', secret: false, required: true },
  ],
  currencies: ['BDT'],
  minimumMinor: { BDT: 1000 },
  needsBrowser: true,
  hosts,
  layer7,
  queryAfterSeconds: [60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: 24 * 3600,
  open: (context) => new ShurjopayGateway(context),
}

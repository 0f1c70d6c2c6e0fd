import { bangladeshiBanks } from './bangladeshi_banks.js'
import { bkash } from './bkash.js'
import { overTls, type GatewayHosts } from './gateway_hosts.js'
import { nagad } from './nagad.js'

/** Its own pages (public code), then those of the method the customer chooses there. */
export const shurjopay: GatewayHosts = {
  live: [
    ...overTls(
      'engine.shurjopayment.com',
      'securepay.shurjopayment.com',
      'admin.shurjopayment.com',
      'shurjopay.com.bd'
    ),
    ...bkash.live,
    ...nagad.live,
    ...bangladeshiBanks,
  ],
  sandbox: overTls('sandbox.shurjopayment.com', 'sandbox.securepay.shurjopayment.com'),
}

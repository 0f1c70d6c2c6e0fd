import { bangladeshiBanks } from './bangladeshi_banks.js'
import { bkash } from './bkash.js'
import { overTls, type GatewayHosts } from './gateway_hosts.js'
import { nagad } from './nagad.js'

/** Its own pages (public code); choosing bKash or Nagad there leads to theirs. */
export const sslcommerz: GatewayHosts = {
  live: [
    ...overTls(
      'securepay.sslcommerz.com',
      'epay.sslcommerz.com',
      'epay-gw.sslcommerz.com',
      'api-epay.sslcommerz.com',
      'epay-comm.sslcommerz.com',
      'seamless-epay.sslcommerz.com'
    ),
    ...bkash.live,
    ...nagad.live,
    ...bangladeshiBanks,
  ],
  sandbox: overTls('sandbox.sslcommerz.com'),
}

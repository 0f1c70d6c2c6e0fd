import type { ProviderEnvironment } from '#core/http/provider'

import { bangladeshiBanks } from '../bangladeshi_banks.js'
import { hosts as bkash } from '../bkash/hosts.js'
import { hosts as nagad } from '../nagad/hosts.js'
import {
  layer7Pattern,
  overTls,
  type Layer7Pattern,
  type WalledGardenHost,
} from '../walled_garden.js'

/** Its own pages (public code, facts §3); choosing bKash or Nagad there leads to theirs. */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
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

export const layer7: readonly Layer7Pattern[] = [layer7Pattern('sslcommerz', 'sslcommerz.com')]

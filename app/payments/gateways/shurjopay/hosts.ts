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

/** Its own pages (public code, facts §3), then those of the method the customer chooses there. */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
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

export const layer7: readonly Layer7Pattern[] = [layer7Pattern('shurjopay', 'shurjopayment.com')]

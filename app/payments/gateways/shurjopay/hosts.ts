import type { ProviderEnvironment } from '#core/http/provider'

import { bangladeshiBanks } from '../bangladeshi_banks.js'
import { hosts as bkash } from '../bkash/hosts.js'
import type { WalledGardenHost } from '../contract.js'
import { hosts as nagad } from '../nagad/hosts.js'

const overTls = (host: string): WalledGardenHost => ({ host, ports: [443] })

/** Its own pages (public code, facts §3), then those of the method the customer chooses there. */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: [
    ...[
      'engine.shurjopayment.com',
      'securepay.shurjopayment.com',
      'admin.shurjopayment.com',
      'shurjopay.com.bd',
    ].map(overTls),
    ...bkash.live,
    ...nagad.live,
    ...bangladeshiBanks,
  ],
  sandbox: ['sandbox.shurjopayment.com', 'sandbox.securepay.shurjopayment.com'].map(overTls),
}

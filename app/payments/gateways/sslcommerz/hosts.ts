import type { ProviderEnvironment } from '#core/http/provider'

import { bangladeshiBanks } from '../bangladeshi_banks.js'
import { hosts as bkash } from '../bkash/hosts.js'
import type { WalledGardenHost } from '../contract.js'
import { hosts as nagad } from '../nagad/hosts.js'

const overTls = (host: string): WalledGardenHost => ({ host, ports: [443] })

/** Its own pages (public code, facts §3); a method chosen there leads on to that method's. */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: [
    ...[
      'securepay.sslcommerz.com',
      'epay.sslcommerz.com',
      'epay-gw.sslcommerz.com',
      'api-epay.sslcommerz.com',
      'epay-comm.sslcommerz.com',
      'seamless-epay.sslcommerz.com',
    ].map(overTls),
    ...bkash.live,
    ...nagad.live,
    ...bangladeshiBanks,
  ],
  sandbox: [overTls('sandbox.sslcommerz.com')],
}

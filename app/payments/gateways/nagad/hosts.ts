import type { ProviderEnvironment } from '#core/http/provider'

import type { WalledGardenHost } from '../contract.js'

/** Its page is on TCP 30000 (public code, facts §3); the sandbox speaks plain HTTP on 10060. */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: [{ host: 'payment.mynagad.com', ports: [443, 30000] }],
  sandbox: [
    { host: 'sandbox.mynagad.com', ports: [10060, 10080] },
    { host: 'sandbox-ssl.mynagad.com', ports: [443] },
  ],
}

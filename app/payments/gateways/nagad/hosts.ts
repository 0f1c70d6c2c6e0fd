import type { ProviderEnvironment } from '#core/http/provider'

import { layer7Pattern, type Layer7Pattern, type WalledGardenHost } from '../walled_garden.js'

/**
 * Nagad's page is on TCP 30000, where a list of 443 alone leaves the customer waiting
 * (public code, facts §3). The sandbox is on 10060 and 10080, in plain HTTP.
 */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: [{ host: 'payment.mynagad.com', ports: [443, 30000] }],
  sandbox: [
    { host: 'sandbox.mynagad.com', ports: [10060, 10080] },
    { host: 'sandbox-ssl.mynagad.com', ports: [443] },
  ],
}

export const layer7: readonly Layer7Pattern[] = [layer7Pattern('nagad', 'mynagad.com')]

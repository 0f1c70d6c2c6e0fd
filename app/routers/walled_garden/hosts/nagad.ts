import { type GatewayHosts } from './gateway_hosts.js'

/**
 * Nagad's page is on TCP 30000, where a list of 443 alone leaves the customer waiting
 * (public code). The sandbox is on 10060 and 10080, in plain HTTP.
 */
export const nagad: GatewayHosts = {
  live: [{ host: 'payment.mynagad.com', ports: [443, 30000] }],
  sandbox: [
    { host: 'sandbox.mynagad.com', ports: [10060, 10080] },
    { host: 'sandbox-ssl.mynagad.com', ports: [443] },
  ],
}

import { RouterAddressRefused } from './router_api_errors.js'

/** Says nothing of what the name resolved to: that would be a map of our networks. */
export function addressRefused(host: string) {
  return new RouterAddressRefused(
    `The router ${host} is not connected to: the address is of a private or reserved network, ` +
      'or of this service itself. Enter the public address of the router, or let it dial in ' +
      'by the tunnel.',
    { reason: 'inside' }
  )
}

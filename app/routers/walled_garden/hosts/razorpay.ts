import { byName, overTls, type GatewayHosts } from './gateway_hosts.js'

const hosts = [
  ...overTls(
    'api.razorpay.com',
    'checkout.razorpay.com',
    'cdn.razorpay.com',
    'lumberjack.razorpay.com',
    'checkout-static-next.razorpay.com'
  ),
  ...byName('fonts.gstatic.com'),
]

/** From content-security policies in public code; test and live keys share the hosts. */
export const razorpay: GatewayHosts = { live: hosts, sandbox: hosts }

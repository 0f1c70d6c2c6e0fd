import { overTls, type GatewayHosts } from './gateway_hosts.js'

/**
 * Checkout and tokenized checkout. Names as a Bangladeshi ISP's RouterOS export and public
 * plugins list them; the wildcard stands beside those it covers, for routers that cannot
 * follow wildcards (RouterOS 6).
 */
export const bkash: GatewayHosts = {
  live: overTls(
    'payment.bkash.com',
    'promo.cpp.bkash.com',
    'cpp.bka.sh',
    'client.pay.bka.sh',
    'scripts.pay.bka.sh',
    'checkoutbg.pay.bka.sh',
    'checkout-customer-ui-backend.pgw-checkout.pay.bka.sh',
    'tc-customer-ui-backend.pgw-tc.pay.bka.sh',
    '*.bka.sh',
    'code.jquery.com'
  ),
  sandbox: overTls('sandbox.payment.bkash.com', '*.bka.sh', 'code.jquery.com'),
}

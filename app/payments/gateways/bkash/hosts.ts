import type { ProviderEnvironment } from '#core/http/provider'

import {
  layer7Pattern,
  overTls,
  type Layer7Pattern,
  type WalledGardenHost,
} from '../walled_garden.js'

/**
 * Checkout and tokenized checkout. Names as a Bangladeshi ISP's RouterOS export and public
 * plugins list them; the wildcard stands beside those it covers, for routers that cannot
 * follow wildcards (RouterOS 6).
 */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
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

export const layer7: readonly Layer7Pattern[] = [
  layer7Pattern('bkash_checkout', 'bka.sh'),
  layer7Pattern('bkash_tokenized', 'bkash.com'),
]

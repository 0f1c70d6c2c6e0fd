import type { ProviderEnvironment } from '#core/http/provider'

import type { WalledGardenHost } from '../contract.js'

/**
 * As one ISP's export and public code name them (facts §3). The wildcard stands
 * beside the names it covers, for routers that can only list full names.
 */
const LIVE = [
  'payment.bkash.com',
  'promo.cpp.bkash.com',
  'cpp.bka.sh',
  'client.pay.bka.sh',
  'scripts.pay.bka.sh',
  'checkoutbg.pay.bka.sh',
  'checkout-customer-ui-backend.pgw-checkout.pay.bka.sh',
  'tc-customer-ui-backend.pgw-tc.pay.bka.sh',
  '*.bka.sh',
  'code.jquery.com',
]

const SANDBOX = ['sandbox.payment.bkash.com', '*.bka.sh', 'code.jquery.com']

const overTls = (host: string): WalledGardenHost => ({ host, ports: [443] })

export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: LIVE.map(overTls),
  sandbox: SANDBOX.map(overTls),
}

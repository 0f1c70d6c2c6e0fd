import type { ProviderEnvironment } from '#core/http/provider'

import type { WalledGardenHost } from '../contract.js'

/** What hosted Checkout needs of docs.stripe.com/ips "domains" (facts §3). */
const HOSTS: readonly WalledGardenHost[] = [
  'checkout.stripe.com',
  'js.stripe.com',
  'api.stripe.com',
  'hooks.stripe.com',
  'pay.stripe.com',
  'q.stripe.com',
  'r.stripe.com',
  'm.stripe.com',
  'merchant-ui-api.stripe.com',
  'm.stripe.network',
  'b.stripecdn.com',
  'c.stripecdn.com',
  'f.stripecdn.com',
  'hcaptcha.com',
  '*.hcaptcha.com',
].map((host) => ({ host, ports: [443] }))

export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: HOSTS,
  sandbox: HOSTS,
}

import type { ProviderEnvironment } from '#core/http/provider'

import {
  byName,
  layer7Pattern,
  overTls,
  type Layer7Pattern,
  type WalledGardenHost,
} from '../walled_garden.js'

/**
 * What hosted Checkout needs of Stripe's own list (docs.stripe.com/ips, "domains").
 * hCaptcha rides Cloudflare's shared addresses, which no list of addresses can open alone.
 */
const everywhere: readonly WalledGardenHost[] = [
  ...overTls(
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
    'f.stripecdn.com'
  ),
  ...byName('hcaptcha.com', '*.hcaptcha.com'),
]

export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: everywhere,
  sandbox: everywhere,
}

export const layer7: readonly Layer7Pattern[] = [layer7Pattern('stripe', 'stripe.com')]

import { byName, overTls, type GatewayHosts } from './gateway_hosts.js'

/**
 * What hosted Checkout needs of Stripe's own list (docs.stripe.com/ips, "domains").
 * hCaptcha rides Cloudflare's shared addresses, which no list of addresses can open alone.
 */
const hosts = [
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

export const stripe: GatewayHosts = { live: hosts, sandbox: hosts }

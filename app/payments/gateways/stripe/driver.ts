import type { PaymentGatewayDriver } from '../contract.js'
import { environmentOfKey } from '../key_environment.js'
import { StripeGateway } from './gateway.js'
import { hosts, layer7 } from './hosts.js'
import { SESSION_SECONDS } from './session_request.js'

const API = 'https://api.stripe.com'

/**
 * Minor units. Stripe publishes minimums for some currencies; for the others it wants what
 * converts to them (about half a US dollar), so these are somewhat above that.
 */
const MINIMUM = {
  USD: 50,
  EUR: 50,
  GBP: 50,
  INR: 5000,
  BDT: 7500,
  KES: 8000,
  NPR: 8500,
  LKR: 20_000,
  PKR: 17_500,
  TZS: 175_000,
  NGN: 100_000,
  GHS: 900,
  ZAR: 1200,
}

/** Stripe Checkout in the operator's own account; test and live keys work at one address. */
export const stripe: PaymentGatewayDriver = {
  name: 'stripe',
  label: 'Stripe',
  address: { variable: 'STRIPE_BASE_URL', live: API, sandbox: API },
  fields: [
    {
      key: 'secret_key',
      label: 'Restricted or secret key',
      secret: true,
      required: true,
    },
    {
      key: 'webhook_secret',
      label: 'Webhook signing secret',
      secret: true,
      required: false,
    },
    {
      key: 'previous_webhook_secret',
      label: 'Previous signing secret',
      secret: true,
      required: false,
    },
  ],
  environmentOf: ({ secret_key: key }) => environmentOfKey(key),
  currencies: Object.keys(MINIMUM),
  minimumMinor: MINIMUM,
  needsBrowser: true,
  notices: 'by_api',
  noticeSecret: 'webhook_secret',
  hosts,
  layer7,
  queryAfterSeconds: [60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: SESSION_SECONDS,
  open: (context) => new StripeGateway(context),
}

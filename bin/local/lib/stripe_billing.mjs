import { ace } from './app.mjs'

/** The platform's own account at Stripe, for `up` alone: tests start a Stripe of their own. */
function account({ secrets }) {
  const word = (name) => secrets.get(name).replaceAll('-', '')
  return {
    secretKey: `sk_test_${word('stripe_billing_key')}`,
    webhookSecret: `whsec_${word('stripe_billing_webhook')}`,
  }
}

/** What the application is told of it. */
export function stripeBillingSettings(instance, host) {
  const { secretKey, webhookSecret } = account(instance)
  return {
    STRIPE_BILLING_BASE_URL: `http://${host}:${instance.ports.stripe_billing}`,
    STRIPE_BILLING_SECRET_KEY: secretKey,
    STRIPE_BILLING_WEBHOOK_SECRET: webhookSecret,
  }
}

/** What the stand-in is told: the same account, and where the platform listens. */
export function stripeBillingStandin(instance, env) {
  return {
    port: instance.ports.stripe_billing,
    ...account(instance),
    webhookUrl: `${env.APP_URL}/billing/stripe`,
    // The database knows its customers the next time, too.
    stateFile: instance.path('stripe_billing.bin'),
  }
}

/** Prices and portal; the webhook is there already, since both sides know its secret. */
export async function setUpStripeBilling(instance, env) {
  await ace(instance, env, 'billing:setup')
}

import { Env } from '@adonisjs/core/env'

/**
 * Everything that differs between a laptop and production. The names are the
 * same for `npm run up`, the tests and docker/compose.yml.
 */
export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string({ format: 'host' }),
  PORT: Env.schema.number(),
  APP_KEY: Env.schema.secret(),
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  LOG_LEVEL: Env.schema.enum([
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'fatal',
    'silent',
  ] as const),
  TZ: Env.schema.enum(['UTC'] as const),
  /** Proxies in front of us, as addresses or networks with commas between; this machine without it. */
  TRUSTED_PROXIES: Env.schema.string.optional(),

  DB_HOST: Env.schema.string(),
  DB_PORT: Env.schema.number(),
  DB_DATABASE: Env.schema.string(),
  DB_USER: Env.schema.string(),
  DB_PASSWORD: Env.schema.string(),
  DB_POOL_MAX: Env.schema.number.optional(),
  DB_OWNER_HOST: Env.schema.string(),
  DB_OWNER_PORT: Env.schema.number(),
  DB_OWNER_USER: Env.schema.string(),
  DB_OWNER_PASSWORD: Env.schema.string(),

  REDIS_HOST: Env.schema.string(),
  REDIS_PORT: Env.schema.number(),

  RADIUS_DB_USER: Env.schema.string(),
  RADIUS_HOST: Env.schema.string(),
  RADIUS_AUTH_PORT: Env.schema.number(),
  RADIUS_ACCT_PORT: Env.schema.number(),

  WIREGUARD_NETWORK: Env.schema.string.optional(),
  WIREGUARD_ENDPOINT: Env.schema.string.optional(),
  WIREGUARD_PUBLIC_KEY: Env.schema.string.optional(),
  WIREGUARD_PUBLIC_KEY_FILE: Env.schema.string.optional(),
  WIREGUARD_PEERS_DIR: Env.schema.string.optional(),
  WIREGUARD_REPORT_DIR: Env.schema.string.optional(),

  BKASH_BASE_URL: Env.schema.string.optional(),
  SSLCOMMERZ_BASE_URL: Env.schema.string.optional(),
  NAGAD_BASE_URL: Env.schema.string.optional(),
  NAGAD_PAGE_URL: Env.schema.string.optional(),
  SHURJOPAY_BASE_URL: Env.schema.string.optional(),
  MPESA_BASE_URL: Env.schema.string.optional(),
  RAZORPAY_BASE_URL: Env.schema.string.optional(),
  STRIPE_BASE_URL: Env.schema.string.optional(),
  BULKSMSBD_BASE_URL: Env.schema.string.optional(),
  /** Without STRIPE_BILLING_SECRET_KEY ISPs pay the platform by invoice alone. */
  STRIPE_BILLING_BASE_URL: Env.schema.string.optional(),
  STRIPE_BILLING_SECRET_KEY: Env.schema.secret.optional(),
  STRIPE_BILLING_WEBHOOK_SECRET: Env.schema.secret.optional(),
  STRIPE_BILLING_WEBHOOK_SECRET_PREVIOUS: Env.schema.secret.optional(),
  /** What our own invoices say of us, how they are paid and with which tax; JSON. */
  INVOICING: Env.schema.string.optional(),
  AFRICASTALKING_BASE_URL: Env.schema.string.optional(),
  ALPHA_BASE_URL: Env.schema.string.optional(),
  ELITBUZZ_BASE_URL: Env.schema.string.optional(),
  GREENWEB_BASE_URL: Env.schema.string.optional(),
  INFOBIP_BASE_URL: Env.schema.string.optional(),
  MIMSMS_BASE_URL: Env.schema.string.optional(),
  SNS_BASE_URL: Env.schema.string.optional(),
  SSLWIRELESS_BASE_URL: Env.schema.string.optional(),
  TWILIO_BASE_URL: Env.schema.string.optional(),
  VONAGE_BASE_URL: Env.schema.string.optional(),
  /** The address our requests come from, for operators to have whitelisted by their gateways. */
  OUTGOING_IP: Env.schema.string.optional(),
  STARTER_GATEWAYS: Env.schema.secret.optional(),
  /** Without SMTP_HOST no e-mail is sent, and the pages say so. */
  SMTP_HOST: Env.schema.string.optional(),
  SMTP_PORT: Env.schema.number.optional(),
  SMTP_USERNAME: Env.schema.string.optional(),
  SMTP_PASSWORD: Env.schema.secret.optional(),
  MAIL_FROM: Env.schema.string.optional(),
  /** Clients registered with Google and GitHub; without them their buttons are not shown. */
  GOOGLE_CLIENT_ID: Env.schema.string.optional(),
  GOOGLE_CLIENT_SECRET: Env.schema.secret.optional(),
  GITHUB_CLIENT_ID: Env.schema.string.optional(),
  GITHUB_CLIENT_SECRET: Env.schema.secret.optional(),
  OAUTH_BASE_URL: Env.schema.string.optional(),
  OUTBOUND_ALLOWED_NETWORKS: Env.schema.string.optional(),
})

import Stripe from 'stripe'
import env from '#start/env'
import { BillingOff } from '#platform/billing/errors'

export interface StripeBillingSettings {
  secretKey: string
  /** Another host than Stripe's own, for tests and the demo. */
  baseUrl?: string
  /** The present signing secret and, while it is being rotated, the one before. */
  webhookSecrets: readonly string[]
}

const PATIENCE_MS = 20_000

const clients = new WeakMap<StripeBillingSettings, Stripe>()
const ours = fromEnvironment()

/** Calls are repeated by the package under one idempotency key. */
const REPEATS = 2

/** The platform's own account at Stripe, where it has one. */
export class StripeBilling {
  readonly webhookSecrets: readonly string[]
  readonly #client: Stripe | null

  constructor(settings: StripeBillingSettings | null = ours) {
    this.webhookSecrets = settings?.webhookSecrets ?? []
    this.#client = settings && open(settings)
  }

  get isOn(): boolean {
    return this.#client !== null
  }

  /** @throws BillingOff */
  get client(): Stripe {
    if (!this.#client) throw new BillingOff()
    return this.#client
  }
}

/** One client an account, since it keeps its connections open. */
function open(settings: StripeBillingSettings): Stripe {
  const { secretKey, baseUrl } = settings
  const known = clients.get(settings)
  if (known) return known

  const client = new Stripe(secretKey, {
    ...(baseUrl && address(new URL(baseUrl))),
    timeout: PATIENCE_MS,
    maxNetworkRetries: REPEATS,
    telemetry: false,
    appInfo: { name: 'Portico' },
  })
  clients.set(settings, client)
  return client
}

function address({ protocol, hostname, port }: URL) {
  const isHttp = protocol === 'http:'
  return {
    protocol: isHttp ? ('http' as const) : ('https' as const),
    host: hostname,
    port: port || (isHttp ? 80 : 443),
  }
}

function fromEnvironment(): StripeBillingSettings | null {
  const secretKey = env.get('STRIPE_BILLING_SECRET_KEY')?.release()
  if (!secretKey) return null
  const baseUrl = env.get('STRIPE_BILLING_BASE_URL')
  const webhookSecrets = [
    env.get('STRIPE_BILLING_WEBHOOK_SECRET'),
    env.get('STRIPE_BILLING_WEBHOOK_SECRET_PREVIOUS'),
  ].flatMap((secret) => secret?.release() || [])
  return { secretKey, webhookSecrets, ...(baseUrl && { baseUrl }) }
}

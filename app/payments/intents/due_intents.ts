import type { Clock } from '#core/clock'
import PaymentIntent from '#payments/intents/payment_intent'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/** Longer than asking about a batch takes; after it, whoever was asking has died. */
const RETRY_SECONDS = 180

/** One tenant's intents whose time to be asked about has come, claimed a batch at a time. */
export class DueIntents {
  #claimed: PaymentIntent[] = []
  #claiming: Promise<void> | undefined

  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private tenant: TenantScope,
    private batch: number
  ) {}

  /** For several callers at once; null when nothing is due any more. */
  async next(): Promise<PaymentIntent | null> {
    if (this.#claimed.length === 0) {
      this.#claiming ??= this.#claim().finally(() => (this.#claiming = undefined))
      await this.#claiming
    }
    return this.#claimed.shift() ?? null
  }

  /** Moving the check ahead first keeps a second worker, or an intent that throws, from spinning. */
  async #claim(): Promise<void> {
    const now = this.clock.now()
    this.#claimed = await this.tenancy.run(this.tenant, async () => {
      const due = await PaymentIntent.query()
        .whereIn('state', ['created', 'pending'])
        .where('next_check_at', '<=', now.toJSDate())
        .orderBy('next_check_at')
        .limit(this.batch)
        .forUpdate()
        .skipLocked()
      const ids = due.map(({ id }) => id)
      const nextCheckAt = now.plus({ seconds: RETRY_SECONDS }).toJSDate()
      if (ids.length > 0) await PaymentIntent.query().whereIn('id', ids).update({ nextCheckAt })
      return due
    })
  }
}

import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { QueueMessage } from '#messaging/queue_message'
import { LINK_HOURS } from '#payments/intents/payment_link'
import type PaymentIntent from '#payments/intents/payment_intent'
import { chargeLimits } from '#tenancy/charge_limits'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** An SMS costs the ISP money, and one that nobody asked for is a nuisance. */
function limitsOf(tenantId: number, { id, mobile }: PaymentIntent) {
  const scope = `payment_link:${tenantId}`
  return [
    { key: `${scope}:pause:${id}`, requests: 1, duration: '1 minute' },
    { key: `${scope}:intent:${id}`, requests: 3, duration: '1 day' },
    { key: `${scope}:number:${mobile}`, requests: 6, duration: '1 day' },
    { key: `${scope}:tenant`, requests: 500, duration: '1 hour' },
  ]
}

/**
 * Sends the link of an open payment to the number it is for, and to no other: that number
 * was proven before anything could be bought.
 */
@inject()
export class SendPaymentLink {
  constructor(
    private tenancy: Tenancy,
    private queueMessage: QueueMessage,
    private clock: Clock
  ) {}

  /** @returns seconds to wait before one may be sent, 0 when it was */
  async execute(
    tenant: TenantScope,
    intent: PaymentIntent,
    packageName: string,
    link: string,
    locale: string
  ): Promise<number> {
    const wait = await chargeLimits(limitsOf(tenant.id, intent))
    if (wait > 0) return wait

    await this.tenancy.run(tenant, () =>
      this.queueMessage.execute({
        event: 'payment_link',
        mobile: intent.mobile,
        customerId: intent.customerId,
        locale,
        data: {
          tenant: tenant.name,
          package: packageName,
          amount: `${intent.currency} ${intent.amount.toDecimal()}`,
          link,
          until: this.clock
            .now()
            .plus({ hours: LINK_HOURS })
            .setZone(tenant.timezone)
            .toFormat('HH:mm'),
        },
        worthSeconds: LINK_HOURS * 3600,
      })
    )
    return 0
  }
}

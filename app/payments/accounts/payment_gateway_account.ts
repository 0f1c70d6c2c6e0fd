import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { Money } from '#core/money'
import type { PaymentReason } from '#payments/gateways/contract'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { integerColumn, jsonColumn } from '#tenancy/columns'
import { ProviderAccount } from '#tenancy/provider_account'

/** What the last test of the connection said. No secrets. */
export interface LastCheck {
  /** ISO 8601, UTC. */
  at: string
  ok: boolean
  reason: PaymentReason | null
  /** As the gateway wrote it. */
  detail: string
}

/** Where the gateway sends its notices, if we had to tell it by its API. */
export interface NoticeEndpoint {
  /** The gateway's; null when there is none. */
  id: string | null
  url: string
  /** ISO 8601, UTC. */
  at: string
  /** Why it could not be made, or an older one not be removed. */
  problem: { reason: PaymentReason; detail: string } | null
}

/** The ISP's account at a payment gateway. Its tokens are sealed, too. */
export default class PaymentGatewayAccount extends ProviderAccount {
  static override table = 'payment_gateways'

  @column({ serializeAs: null })
  declare tokens: string | null

  @column.dateTime({ serializeAs: null })
  declare leaseUntil: DateTime | null

  /** The ISP's own minimum, in minor units of its currency; 0 leaves it to the gateway's. */
  @integerColumn()
  declare minimumMinor: number

  /** The fee shown, in hundredths of a percent… */
  @column()
  declare feeBasisPoints: number

  /** …and in minor units of the ISP's currency. */
  @integerColumn()
  declare feeMinor: number

  /** When the credentials were entered; all that is told of them. */
  @column.dateTime()
  declare enteredAt: DateTime

  @jsonColumn()
  declare lastCheck: LastCheck | null

  @jsonColumn()
  declare noticeEndpoint: NoticeEndpoint | null

  /** Is it offered for this amount: in a currency and from a sum that gateway and ISP take? */
  takes({ minor, currency }: Money): boolean {
    const minimum = paymentGatewayDriver(this.provider).minimumMinor[currency]
    if (!this.enabled || minimum === undefined) return false
    return minor >= Math.max(minimum, this.minimumMinor)
  }
}

import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { Money } from '#core/money'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { integerColumn } from '#tenancy/columns'
import { ProviderAccount } from '#tenancy/provider_account'

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

  /** Is it offered for this amount: in a currency and from a sum that gateway and ISP take? */
  takes({ minor, currency }: Money): boolean {
    const minimum = paymentGatewayDriver(this.provider).minimumMinor[currency]
    if (!this.enabled || minimum === undefined) return false
    return minor >= Math.max(minimum, this.minimumMinor)
  }
}

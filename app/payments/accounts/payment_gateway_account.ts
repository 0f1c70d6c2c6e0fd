import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { ProviderAccount } from '#tenancy/provider_account'

/** The ISP's account at a payment gateway. Its tokens are sealed, too. */
export default class PaymentGatewayAccount extends ProviderAccount {
  static override table = 'payment_gateways'

  @column({ serializeAs: null })
  declare tokens: string | null

  @column.dateTime({ serializeAs: null })
  declare leaseUntil: DateTime | null
}

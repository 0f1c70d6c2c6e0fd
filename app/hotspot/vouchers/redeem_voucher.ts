import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { MacAddress } from '#core/mac_address'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { runningActivation } from '#hotspot/activation/running_activation'
import { accountOf } from '#hotspot/customers/account_of'
import type Customer from '#hotspot/customers/customer'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { chargeTry, refundTry } from '#hotspot/vouchers/redeem_limits'
import Voucher from '#hotspot/vouchers/voucher'
import { codeHash, typedCode } from '#hotspot/vouchers/voucher_code'
import { readVoucherOffer } from '#hotspot/vouchers/voucher_offer'
import CustomerPayment from '#payments/customer_payment'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * refused: unknown, void, expired or used by another, which are all answered
 * alike. yours: this customer has used it before, a second tap for instance.
 */
export type Redeemed =
  | { outcome: 'redeemed'; packageName: string }
  | { outcome: 'yours' }
  | { outcome: 'refused' }
  | { outcome: 'wait'; seconds: number }

/** A voucher's code becomes a running package. */
@inject()
export class RedeemVoucher {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private activatePackage: ActivatePackage
  ) {}

  async execute(
    tenant: TenantScope,
    customer: Customer,
    mac: MacAddress,
    typed: string
  ): Promise<Redeemed> {
    const trier = { tenantId: tenant.id, customerId: customer.id, mac }
    const seconds = await chargeTry(trier)
    if (seconds > 0) return { outcome: 'wait', seconds }

    const hash = codeHash(tenant.id, typedCode(typed))
    const result = await this.tenancy.run(tenant, () => this.#redeem(hash, customer, mac))
    if (result.outcome !== 'refused') await refundTry(trier)
    return result
  }

  /** The voucher's row is locked: of two who redeem it at once one finds it used. */
  async #redeem(hash: string, visitor: Customer, mac: MacAddress): Promise<Redeemed> {
    const voucher = await Voucher.query().where('code_hash', hash).forUpdate().first()
    if (voucher?.state === 'redeemed' && voucher.customerId === visitor.id)
      return { outcome: 'yours' }

    const now = this.clock.now()
    if (!voucher || voucher.shownState(now) !== 'new') return { outcome: 'refused' }

    const { offer, amount, taxMinor } = await readVoucherOffer(voucher)
    const customer = await accountOf({ id: visitor.id })
    await voucher.merge({ state: 'redeemed', redeemedAt: now, customerId: customer.id }).save()
    const before = await runningActivation(customer, now)
    const activation = await this.activatePackage.execute(customer.id, offer, 'cash')
    const wentOn = before?.id === activation.id ? before.expiresAt : null
    await CustomerPayment.create({
      customerId: customer.id,
      activationId: activation.id,
      method: 'voucher',
      packageName: offer.name,
      amountMinor: amount.minor,
      taxMinor,
      currency: amount.currency,
      voucherId: voucher.id,
      /** Where the time that was bought begins, for the receipt. */
      previous: wentOn && { expiresAt: wentOn.toUTC().toISO() },
      paidAt: now,
    })
    await logHotspot(
      customer,
      'voucher_redeemed',
      { package: offer.name, voucher: voucher.id, batch: voucher.batch },
      mac
    )
    return { outcome: 'redeemed', packageName: offer.name }
  }
}

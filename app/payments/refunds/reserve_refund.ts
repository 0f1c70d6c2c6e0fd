import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { Money } from '#core/money'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { RefundRefused } from '#payments/refunds/errors'
import { CLAIM_SECONDS } from '#payments/refunds/refund_schedule'
import { noteRefund } from '#payments/refunds/note_refund'
import Refund, { type RefundEffect } from '#payments/refunds/refund'
import { refundable, type Refundable, type RefundSource } from '#payments/refunds/refundable'
import { SettleRefund } from '#payments/refunds/settle_refund'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'

/** `gateway`: we ask it. `gateway_by_hand` and `cash`: a person has given it back already. */
export const REFUND_WAYS = ['gateway', 'gateway_by_hand', 'cash'] as const
export type RefundWay = (typeof REFUND_WAYS)[number]

export interface RefundOrder {
  source: RefundSource
  amount: Money
  way: RefundWay
  effect: RefundEffect
  reason: string
  /** Ours; one a form, so that the same form sent twice is one refund. */
  reference: string
  /** What the paper of a refund made by hand says. */
  paper: string | null
  by: { id: number; name: string }
}

/**
 * Sets money aside for a refund, under the lock of the attempt that brought it, before any
 * gateway hears of it. One that was made by hand is made with this.
 */
@inject()
export class ReserveRefund {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private openAccount: OpenAccount,
    private settleRefund: SettleRefund
  ) {}

  /**
   * Call in the tenant's scope.
   *
   * @returns the refund, and whether the form it came by had been sent before
   * @throws RefundRefused
   */
  async execute(order: RefundOrder): Promise<{ refund: Refund; repeated: boolean }> {
    const money = await refundable(order.source, true)
    const earlier = await Refund.findBy('refundReference', order.reference)
    if (earlier) return { refund: earlier, repeated: true }
    if (!money || money.left.isZero) throw new RefundRefused('nothing_left')
    const { amount, way } = order
    if (amount.currency !== money.left.currency || amount.minor > money.left.minor)
      throw new RefundRefused('more_than_left')
    const ways = await this.waysOf(money)
    if (!ways.includes(way)) throw new RefundRefused('not_this_way')

    const refund = await this.#create(order, money)
    await noteRefund(refund, null, `asked: ${order.reason}`, [], order.by.name)
    if (refund.byHand) await this.settleRefund.made(refund, 'made by hand', [], order.by.name)
    else await markDue(this.tenancy, refund.refundNextAt ?? this.clock.now())
    return { refund, repeated: false }
  }

  /** The ways in which money can go back, the usual one first. Call in the tenant's scope. */
  async waysOf({ intent, method }: Pick<Refundable, 'intent' | 'method'>): Promise<RefundWay[]> {
    if (method === 'cash' || !intent) return ['cash']
    const account = await PaymentGatewayAccount.find(intent.gatewayId ?? 0)
    const asks = account && this.openAccount.execute(this.tenancy.tenant, account).refund
    return asks ? ['gateway', 'gateway_by_hand', 'cash'] : ['gateway_by_hand', 'cash']
  }

  #create(order: RefundOrder, money: Refundable): Promise<Refund> {
    const { amount, way, effect, reason, reference, paper, by } = order
    const byHand = way !== 'gateway'
    const now = this.clock.now()
    return Refund.create({
      customerId: money.customerId,
      intentId: money.intent?.id ?? null,
      refundOf: money.payment?.id ?? null,
      method: way === 'cash' ? 'cash' : money.method,
      packageName: money.packageName,
      amountMinor: amount.minor,
      currency: amount.currency,
      refundState: 'asked',
      refundReference: reference,
      refundEffect: effect,
      refundReason: reason,
      gatewayTransaction: money.gatewayTransaction,
      gatewayRefund: byHand ? paper : null,
      byHand,
      receivedBy: by.id,
      receivedByName: by.name,
      refundChecks: 0,
      refundNextAt: byHand ? null : now.plus({ seconds: CLAIM_SECONDS }),
      paidAt: now,
    })
  }
}

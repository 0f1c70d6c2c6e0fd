import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { halfUp } from '#core/rounding'
import { creditIntent } from '#payments/intents/credit_intent'
import { moveIntent } from '#payments/intents/move_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import { AlreadyDecided } from '#payments/refunds/errors'

/** A person looks at money that differs from what we asked for. The first decision counts. */
@inject()
export class DecideReview {
  constructor(private clock: Clock) {}

  /**
   * Credits what was bought, for the money that came: that amount is what the payment, its
   * receipt and the reports say. Call in the tenant's scope.
   *
   * @throws AlreadyDecided, also when the money was credited to another payment
   */
  async accept(intentId: number, reason: string, byName: string): Promise<PaymentIntent> {
    const intent = await inReview(intentId)
    const { held } = intent
    if (!held || !(await mayBeAccepted(intent))) throw new AlreadyDecided()

    const { gatewayTransaction, amountMinor, currency } = held
    const offer = { ...intent.offer, taxMinor: taxIn(intent, amountMinor) }
    await intent.merge({ amountMinor, currency, offer }).save()
    const cause = `accepted: ${reason}`
    await creditIntent(intent, {
      gatewayTransaction,
      cause,
      evidence: [],
      at: this.clock.now(),
      byName,
    })
    return intent
  }

  /** Credits nothing, now or later. The money can be given back. @throws AlreadyDecided */
  async refuse(intentId: number, reason: string, byName: string): Promise<PaymentIntent> {
    const intent = await inReview(intentId)
    await moveIntent(intent, 'refused', `refused: ${reason}`, [], byName)
    await intent.merge({ nextCheckAt: null }).save()
    return intent
  }
}

/** Money that was credited before is not credited again. Call in the tenant's scope. */
export async function mayBeAccepted({ id, gateway, held }: PaymentIntent): Promise<boolean> {
  if (!held || held.amountMinor === 0) return false
  const { gatewayTransaction } = held
  const other = await PaymentIntent.query()
    .where({ gateway, gatewayTransaction })
    .whereNot('id', id)
    .first()
  return other === null
}

async function inReview(id: number): Promise<PaymentIntent> {
  const intent = await PaymentIntent.query().where('id', id).forUpdate().firstOrFail()
  if (intent.state !== 'review') throw new AlreadyDecided()
  return intent
}

/** The tax in what came, as it was in what was asked for. */
function taxIn({ offer, amountMinor }: PaymentIntent, cameMinor: number): number {
  const tax = typeof offer.taxMinor === 'number' ? offer.taxMinor : 0
  return Number(halfUp(BigInt(tax) * BigInt(cameMinor), BigInt(amountMinor)))
}

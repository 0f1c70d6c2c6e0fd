import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { Money } from '#core/money'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGateway, RefundInquiry, RefundVerdict } from '#payments/gateways/contract'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import Refund from '#payments/refunds/refund'
import { SettleRefund } from '#payments/refunds/settle_refund'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Asks a gateway for a refund that was reserved, and what became of one. The gateway may have
 * made a refund whose answer we never got, so nothing is asked for twice unless the gateway
 * says that it has no such refund, or knows a repetition for what it is.
 */
@inject()
export class MakeRefund {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private openAccount: OpenAccount,
    private settleRefund: SettleRefund
  ) {}

  /** For the one who has just reserved it: nobody has asked for it before. */
  async first(tenant: TenantScope, refund: Refund): Promise<Refund> {
    const { gateway, inquiry } = await this.#open(tenant, refund)
    return this.#settle(tenant, refund, await askFor(gateway, inquiry))
  }

  /** For whoever comes after, who cannot know how far the one before has come. */
  async again(tenant: TenantScope, refund: Refund): Promise<Refund> {
    const { gateway, inquiry } = await this.#open(tenant, refund)
    const status = await gateway.refundStatus?.(inquiry)
    if (status && status.state !== 'absent') return this.#settle(tenant, refund, status)

    if (status) return this.#settle(tenant, refund, await askFor(gateway, inquiry))
    const age = this.clock.now().diff(refund.paidAt).as('seconds')
    if (age < (gateway.refundRepeatSeconds ?? 0))
      return this.#settle(tenant, refund, ofRepetition(await askFor(gateway, inquiry)))

    const detail = 'The gateway cannot tell us; look into your account there'
    return this.#settle(tenant, refund, {
      state: 'unknown',
      reason: 'no_answer',
      detail,
      evidence: [],
    })
  }

  #settle(tenant: TenantScope, { id }: Refund, verdict: RefundVerdict): Promise<Refund> {
    return this.settleRefund.execute(tenant, id, verdict)
  }

  async #open(tenant: TenantScope, refund: Refund) {
    const { intent, account, others } = await this.tenancy.run(tenant, async () => {
      const found = await PaymentIntent.findOrFail(refund.intentId)
      return {
        intent: found,
        account: await PaymentGatewayAccount.findOrFail(found.gatewayId),
        others: await Refund.query().where({ intentId: found.id }).whereNot('id', refund.id),
      }
    })
    const inquiry: RefundInquiry = {
      intent: { ...gatewayIntent(intent), amount: received(intent) },
      gatewayTransaction: refund.gatewayTransaction ?? '',
      amount: refund.amount,
      reference: refund.refundReference,
      note: refund.refundReason,
      gatewayRefund: refund.gatewayRefund,
      others: others.flatMap(({ gatewayRefund }) => gatewayRefund ?? []),
    }
    return { gateway: this.openAccount.execute(tenant, account), inquiry }
  }
}

async function askFor(gateway: PaymentGateway, inquiry: RefundInquiry): Promise<RefundVerdict> {
  const verdict = await gateway.refund?.(inquiry)
  return (
    verdict ?? {
      state: 'failed',
      reason: 'misconfigured',
      detail: 'This gateway takes no refunds from a program',
      evidence: [],
    }
  )
}

/** That we were turned away now, by keys that changed perhaps, says nothing of the first time. */
function ofRepetition(verdict: RefundVerdict): RefundVerdict {
  const isAnswer = verdict.state !== 'failed' || verdict.reason === 'declined'
  return isAnswer ? verdict : { ...verdict, state: 'unknown' }
}

/** What came in, which a person may have accepted or refused although it differs. */
function received({ held, amount }: PaymentIntent): Money {
  return held ? Money.of(held.amountMinor, held.currency) : amount
}

import { inject } from '@adonisjs/core'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { InboundHint } from '#payments/gateways/contract'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import { SettleIntent } from '#payments/intents/settle_intent'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Asks the gateway what became of an intent and settles it. A callback is only
 * a reason to ask: what it claims decides nothing.
 */
@inject()
export class FollowUpIntent {
  constructor(
    private tenancy: Tenancy,
    private openAccount: OpenAccount,
    private settleIntent: SettleIntent
  ) {}

  /** @returns null when the tenant has no such intent at that gateway */
  async fromCallback(
    tenant: TenantScope,
    gateway: string,
    reference: string,
    hint: InboundHint
  ): Promise<PaymentIntent | null> {
    const intent = await this.tenancy.run(tenant, async () => {
      const stored = await PaymentIntent.query().where({ gateway, reference }).forUpdate().first()
      if (stored && stored.state !== 'paid') await stored.merge({ callbackHint: hint }).save()
      return stored
    })
    if (!intent || intent.state === 'paid') return intent

    return this.#ask(tenant, intent, 'callback')
  }

  /** The reconciler's turn. */
  async again(tenant: TenantScope, intent: PaymentIntent): Promise<PaymentIntent> {
    return this.#ask(tenant, intent, 'reconciler')
  }

  async #ask(tenant: TenantScope, intent: PaymentIntent, cause: string): Promise<PaymentIntent> {
    const account = await this.tenancy.run(tenant, () =>
      PaymentGatewayAccount.findOrFail(intent.gatewayId)
    )

    const gateway = this.openAccount.execute(tenant, account)
    const asked = gatewayIntent(intent, '')
    const verdict = intent.callbackHint
      ? await gateway.confirm(intent.callbackHint, asked)
      : await gateway.query(asked)
    return this.settleIntent.execute(tenant, intent.reference, verdict, cause)
  }
}

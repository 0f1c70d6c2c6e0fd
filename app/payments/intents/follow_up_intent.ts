import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { OneAtATime } from '#core/one_at_a_time'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { InboundHint, PaymentVerdict } from '#payments/gateways/contract'
import { authorises } from '#payments/intents/authorising_hint'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { logVerdict } from '#payments/intents/log_verdict'
import { moveIntent } from '#payments/intents/move_intent'
import PaymentIntent, { CREDITED } from '#payments/intents/payment_intent'
import { SettleIntent } from '#payments/intents/settle_intent'
import { markDue } from '#tenancy/due_work'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Longer than a callback takes with both its calls; after it, whoever was at it has died. */
const CALLBACK_SECONDS = 75

/** Gateways and browsers send a callback many times at once; one question to the gateway is enough. */
const callbacks = new OneAtATime<PaymentIntent | null>()

/**
 * Asks the gateway what became of an intent and settles it. A callback is only
 * a reason to ask: what it claims decides nothing.
 *
 * The callback is kept, so that the reconciler can finish what a process that
 * died had begun. One that claims the customer's authorisation outranks every
 * other, whatever order they come in: it may be our only leave to capture, and a
 * "cancel" beside it, forged or out of a browser's history, closes nothing.
 *
 * Once the customer was told that it failed:
 * - on a browser's word alone (a cancel), an authorisation is the newer word:
 *   the intent opens again, is captured and credited;
 * - on the gateway's word, or because its time was over, it is asked about and
 *   never captured; money that was taken all the same is credited;
 * - a later attempt of the same customer that was paid takes the place of this
 *   one, which is not captured any more: nobody pays twice for one wish;
 * - in review a person decides, and callbacks change nothing, then or later.
 */
@inject()
export class FollowUpIntent {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private openAccount: OpenAccount,
    private settleIntent: SettleIntent
  ) {}

  /**
   * Trouble on the way is logged and left to the reconciler: the hint is stored.
   *
   * @returns null when the tenant has no such intent at that gateway
   */
  async fromCallback(
    tenant: TenantScope,
    gateway: string,
    reference: string,
    hint: InboundHint
  ): Promise<PaymentIntent | null> {
    const { method, query, rawBody } = hint
    const same = JSON.stringify([tenant.id, gateway, reference, method, query, rawBody])
    return callbacks.run(same, () => this.#followUp(tenant, gateway, reference, hint))
  }

  async #followUp(
    tenant: TenantScope,
    gateway: string,
    reference: string,
    hint: InboundHint
  ): Promise<PaymentIntent | null> {
    const intent = await this.tenancy.run(tenant, async () => {
      const stored = await PaymentIntent.query().where({ gateway, reference }).forUpdate().first()
      if (stored) await this.#keep(stored, hint)
      return stored
    })
    if (!intent) return null
    if (intent.isSettled) {
      const { state } = intent
      logger.info({ tenant: tenant.id, gateway, reference, state }, 'callback changes nothing')
      return intent
    }

    try {
      return await this.#ask(tenant, intent, 'callback')
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id, reference }, 'callback')
      return intent
    }
  }

  /** The reconciler's turn. */
  async again(tenant: TenantScope, intent: PaymentIntent): Promise<PaymentIntent> {
    return this.#ask(tenant, intent, 'reconciler')
  }

  async #keep(intent: PaymentIntent, hint: InboundHint): Promise<void> {
    const outranked = authorises(intent.callbackHint, intent) && !authorises(hint, intent)
    if (outranked || intent.isSettled) return

    if (await this.#isReopenedBy(intent, hint)) {
      await moveIntent(intent, 'pending', 'authorised after a browser had cancelled it', [])
    }
    if (!intent.isOpen) return
    const nextCheckAt = this.clock.now().plus({ seconds: CALLBACK_SECONDS })
    await intent.merge({ callbackHint: hint, checks: 0, nextCheckAt }).save()
    await markDue(this.tenancy, nextCheckAt)
  }

  /** A refused capture leaves its authorisation behind, so that a replay of it opens nothing. */
  async #isReopenedBy(intent: PaymentIntent, hint: InboundHint): Promise<boolean> {
    const inTime = this.clock.now() < intent.expiresAt
    return (
      intent.state === 'failed' &&
      inTime &&
      authorises(hint, intent) &&
      !authorises(intent.callbackHint, intent) &&
      !(await this.#isOvertaken(intent))
    )
  }

  async #isOvertaken({ id, customerId }: PaymentIntent): Promise<boolean> {
    const later = await PaymentIntent.query()
      .where({ customerId })
      .whereIn('state', [...CREDITED])
      .where('id', '>', id)
      .first()
    return later !== null
  }

  async #ask(tenant: TenantScope, intent: PaymentIntent, cause: string): Promise<PaymentIntent> {
    const { account, overtaken } = await this.tenancy.run(tenant, async () => ({
      account: await PaymentGatewayAccount.findOrFail(intent.gatewayId),
      overtaken: await this.#isOvertaken(intent),
    }))

    const gateway = this.openAccount.execute(tenant, account)
    const asked = gatewayIntent(intent)
    const mayCapture = intent.isOpen && !overtaken
    const verdict =
      intent.callbackHint && mayCapture
        ? await gateway.confirm(intent.callbackHint, asked)
        : await gateway.query(asked)
    const final = overtaken ? givenUp(verdict) : verdict
    const settled = await this.settleIntent.execute(tenant, intent, final, cause)
    logVerdict(tenant, settled, final, cause)
    return settled
  }
}

/** Without a capture an attempt that waits for one takes no money, now or later. */
function givenUp(verdict: PaymentVerdict): PaymentVerdict {
  if (verdict.state !== 'pending') return verdict
  return {
    ...verdict,
    state: 'failed',
    reason: 'too_late',
    detail: 'A later payment took its place',
  }
}

import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { InboundHint, Notice, PaymentGateway } from '#payments/gateways/contract'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { logVerdict } from '#payments/intents/log_verdict'
import PaymentIntent from '#payments/intents/payment_intent'
import { SettleIntent } from '#payments/intents/settle_intent'
import { markDue } from '#tenancy/due_work'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

export type NoticeOutcome =
  'noted' | 'settled' | 'not_ours' | 'later' | 'not_authentic' | 'no_account'

type Proven = Extract<Notice, { authentic: true }>

/**
 * A gateway's server says that something happened. Once its signature is proven, it is a
 * reason to ask now, and no more than that: replaying it asks again and changes nothing.
 *
 * For an open intent the asking is the reconciler's, so that the gateway has its answer at
 * once and a process that dies loses nothing. Of one that is closed nobody else would ask,
 * so it is asked about here, and a gateway that cannot be asked now may send it again.
 */
@inject()
export class FollowUpNotice {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private openAccount: OpenAccount,
    private settleIntent: SettleIntent
  ) {}

  async execute(tenant: TenantScope, gateway: string, hint: InboundHint): Promise<NoticeOutcome> {
    const account = await this.tenancy.run(tenant, () =>
      PaymentGatewayAccount.findBy('provider', gateway)
    )
    const opened = account && this.openAccount.execute(tenant, account)
    if (!opened?.readNotice) return 'no_account'

    const notice = await opened.readNotice(hint)
    if (!notice.authentic) {
      logger.warn({ tenant: tenant.id, gateway, detail: notice.detail }, 'notice not believed')
      return 'not_authentic'
    }
    const intent = await this.tenancy.run(tenant, () => this.#lookAtNow(gateway, notice))
    const { reference, state } = intent ?? { reference: notice.reference }
    logger.info({ tenant: tenant.id, gateway, reference, state }, 'notice believed')
    if (!intent) return 'not_ours'
    if (intent.isOpen) return 'noted'
    if (intent.isSettled) return 'settled'
    return this.#askAboutClosed(tenant, intent, opened)
  }

  /** Its own state is left to whoever asks. */
  async #lookAtNow(gateway: string, notice: Proven): Promise<PaymentIntent | null> {
    const query = PaymentIntent.query().where({ gateway })
    if (notice.reference !== undefined) query.where('reference', notice.reference)
    else query.where('gateway_reference', notice.gatewayReference ?? '')

    const intent = await query.forUpdate().first()
    if (!intent?.isOpen) return intent
    const now = this.clock.now()
    await intent.merge({ nextCheckAt: now }).save()
    await markDue(this.tenancy, now)
    return intent
  }

  /** Money that was taken although we gave up on it is credited. Nothing is captured. */
  async #askAboutClosed(
    tenant: TenantScope,
    intent: PaymentIntent,
    gateway: PaymentGateway
  ): Promise<NoticeOutcome> {
    const verdict = await gateway.query(gatewayIntent(intent))
    const later = verdict.state === 'unknown' || verdict.state === 'pending'
    const settled = later
      ? intent
      : await this.settleIntent.execute(tenant, intent, verdict, 'notice')
    logVerdict(tenant, settled, verdict, 'notice')
    return later ? 'later' : 'settled'
  }
}

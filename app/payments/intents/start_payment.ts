import { inject } from '@adonisjs/core'
import { plainToken } from '#core/plain_token'
import { Clock } from '#core/clock'
import type { MobileNumber } from '#core/mobile_number'
import type { Money } from '#core/money'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { agreementQuery } from '#payments/intents/agreement_query'
import { oneAtATime, openAttempts } from '#payments/intents/open_attempts'
import { AnotherUnderWay, GatewayNotAvailable, GatewayRefused } from '#payments/intents/errors'
import type { CreateOutcome } from '#payments/gateways/contract'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { liveIntent } from '#payments/intents/live_intent'
import { moveIntent } from '#payments/intents/move_intent'
import { nextPage } from '#payments/intents/next_page'
import PaymentIntent from '#payments/intents/payment_intent'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { markDue } from '#tenancy/due_work'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

export interface PaymentRequest {
  gatewayId: number
  customerId: number
  mobile: MobileNumber
  packageId: number | null
  offer: Record<string, unknown>
  amount: Money
  mac: string | null
  routerId: number | null
  returnToken: string
  callbackUrl: (gateway: string, reference: string) => string
  /** The customer's address as we see it. */
  clientIp?: string
  /** Start it although another attempt of this customer is open. */
  besides?: boolean
}

/**
 * Opens an attempt to pay and returns where the customer's browser goes; what
 * is open already for the same thing is returned again. The intent is stored
 * before the gateway hears of it, so that an answer that is lost on the way can
 * still be asked about.
 */
@inject()
export class StartPayment {
  constructor(
    private tenancy: Tenancy,
    private openAccount: OpenAccount,
    private clock: Clock
  ) {}

  /**
   * @throws GatewayNotAvailable, GatewayRefused with a message for the customer;
   *   AnotherUnderWay when something else is open to be paid and `besides` does not say to go on
   */
  async execute(tenant: Tenant, request: PaymentRequest): Promise<PaymentIntent> {
    const begun = await this.tenancy.run(tenant, async () => {
      await oneAtATime(this.tenancy, request.customerId)
      return (await this.#live(request)) ?? this.#create(request)
    })
    if (begun instanceof PaymentIntent) return begun
    const { intent, account } = begun

    const gateway = this.openAccount.execute(tenant, account)
    const outcome = await gateway.create(gatewayIntent(intent, request.clientIp))

    const started = await this.tenancy.run(tenant, () => this.#record(intent.id, outcome))
    if (outcome.outcome !== 'created' && !started.isOpen) throw new GatewayRefused(outcome.reason)
    return started
  }

  /** The customer may be on another device by now, so the way back is renewed. */
  async #live(request: PaymentRequest): Promise<PaymentIntent | null> {
    const { customerId, returnToken, mac, routerId, besides } = request
    const now = this.clock.now()
    const live = await liveIntent(request, now)
    if (live) return live.merge({ returnToken, mac, routerId }).save()

    const other = besides ? null : await openAttempts(customerId, now).first()
    if (other) throw new AnotherUnderWay(other)
    return null
  }

  async #record(id: number, outcome: CreateOutcome): Promise<PaymentIntent> {
    const intent = await PaymentIntent.query().where('id', id).forUpdate().firstOrFail()
    if (!intent.isOpen) return intent

    if (outcome.outcome === 'unknown' && !paymentGatewayDriver(intent.gateway).needsBrowser) {
      /** The phone may be asking for the PIN already: whoever pays must be heard. */
      await moveIntent(intent, 'pending', `no answer: ${outcome.reason}`, outcome.evidence)
      return intent
    }
    if (outcome.outcome !== 'created') {
      await moveIntent(intent, 'failed', `not started: ${outcome.reason}`, outcome.evidence)
      return intent
    }

    intent.merge({
      gatewayReference: outcome.gatewayReference,
      ...nextPage(intent, outcome.next),
    })
    await moveIntent(intent, 'pending', 'sent to the gateway', outcome.evidence)
    return intent
  }

  /** The account is held, so that nobody disconnects it before the intent is there to be seen. */
  async #create(request: PaymentRequest) {
    const account = await PaymentGatewayAccount.query()
      .where('id', request.gatewayId)
      .forShare()
      .first()
    const { amount } = request
    if (!account?.takes(amount)) throw new GatewayNotAvailable()

    const driver = paymentGatewayDriver(account.provider)
    const now = this.clock.now()
    const nextCheckAt = now.plus({ seconds: driver.queryAfterSeconds[0] ?? 60 })
    const reference = plainToken(15)
    const { name, callbackName = name } = driver
    const intent = await PaymentIntent.create({
      reference,
      customerId: request.customerId,
      mobile: request.mobile,
      packageId: request.packageId,
      offer: request.offer,
      gatewayId: account.id,
      gateway: account.provider,
      amountMinor: amount.minor,
      currency: amount.currency,
      state: 'created',
      callbackUrl: request.callbackUrl(callbackName, reference),
      agreement: await agreementQuery(request.customerId, account.id),
      returnToken: request.returnToken,
      mac: request.mac,
      routerId: request.routerId,
      checks: 0,
      nextCheckAt,
      expiresAt: now.plus({ seconds: driver.lifetimeSeconds }),
    })
    await markDue(this.tenancy, nextCheckAt)
    return { intent, account }
  }
}

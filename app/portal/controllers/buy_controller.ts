import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { offerOf } from '#hotspot/activation/offer'
import { priceOf } from '#hotspot/activation/price_of'
import Package from '#hotspot/packages/package'
import { portalPackagesQuery } from '#hotspot/packages/portal_packages_query'
import Voucher from '#hotspot/vouchers/voucher'
import { offeredMethodsQuery, type OfferedMethod } from '#payments/accounts/offered_methods_query'
import { feeText } from '#payments/accounts/shown_fee'
import { AnotherUnderWay, GatewayNotAvailable, GatewayRefused } from '#payments/intents/errors'
import type PaymentIntent from '#payments/intents/payment_intent'
import { StartPayment } from '#payments/intents/start_payment'
import { tenantUrl } from '#platform/tenant_url'
import { captiveBrowser } from '#portal/captive_browser'
import { onOffer } from '#portal/on_offer'
import { openPayment } from '#portal/open_payment'
import { portalPath, samePass } from '#portal/open_pass'
import { PortalMessages } from '#portal/portal_messages'
import { SignedInCustomer, type Visitor } from '#portal/signed_in_customer'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import { isTicked } from '#tenancy/http/is_ticked'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** A chosen package becomes a payment: at once where there is one way to pay, else after a choice. */
@inject()
export default class BuyController {
  static validator = vine.create({
    package_id: rowId(),
    method: rowId().optional(),
    besides: vine.accepted().optional(),
  })

  constructor(
    private tenancy: Tenancy,
    private signedIn: SignedInCustomer,
    private startPayment: StartPayment,
    private clock: Clock,
    private messages: PortalMessages
  ) {}

  async handle(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))
    if (visitor.customer.status === 'blocked') return this.messages.blocked(ctx)
    if (stateOf(ctx.tenant).portal !== 'sells') {
      return ctx.response.redirect(samePass(ctx, '/packages'))
    }

    const [invalid, input] = await BuyController.validator.tryValidate(ctx.request.body())
    if (invalid) return this.#back(ctx, 'package')

    const { chosen, methods, vouchers } = await this.#choices(ctx, input.package_id)
    if (!chosen) return this.#back(ctx, 'package')
    if (methods.length === 0) return this.#back(ctx, 'no_gateway')

    const method = methods.length === 1 ? methods[0]?.id : input.method
    if (!method) return this.#chooseMethod(ctx, chosen, methods, vouchers)
    return this.#pay(ctx, visitor, chosen, method, isTicked(input.besides))
  }

  async #choices({ tenant }: HttpContext, packageId: number) {
    return this.tenancy.run(tenant, async () => {
      const chosen = await portalPackagesQuery().where('id', packageId).first()
      if (!chosen) return { chosen, methods: [], vouchers: false }
      const { total } = priceOf(chosen, tenantSettings(tenant))
      return {
        chosen,
        methods: await offeredMethodsQuery(total),
        vouchers: (await Voucher.query().where('state', 'new').first()) !== null,
      }
    })
  }

  async #pay(
    ctx: HttpContext,
    visitor: Visitor,
    chosen: Package,
    gatewayId: number,
    besides: boolean
  ) {
    const { customer, device, pass } = visitor
    const { total, tax } = priceOf(chosen, tenantSettings(ctx.tenant))
    try {
      const intent = await this.startPayment.execute(ctx.tenant, {
        gatewayId,
        customerId: customer.id,
        mobile: customer.mobile,
        packageId: chosen.id,
        offer: { ...offerOf(chosen), taxMinor: tax.minor },
        amount: total,
        mac: device.mac,
        routerId: pass.sighting.routerId,
        returnToken: pass.withCustomer(customer.id).seal(),
        callbackUrl: (gateway, reference) =>
          `${tenantUrl(ctx.tenant)}/callbacks/${gateway}/${reference}?lang=${ctx.i18n.locale}`,
        clientIp: ctx.request.ip(),
        besides,
      })
      return ctx.response.redirect(this.#onward(ctx, visitor, intent))
    } catch (error) {
      if (error instanceof AnotherUnderWay) return this.#another(ctx, visitor, chosen, gatewayId)
      if (!(error instanceof GatewayRefused) && !(error instanceof GatewayNotAvailable)) throw error
      logger.warn(
        { err: error, tenant: ctx.tenant.id, customer: customer.id },
        'payment not started'
      )
      return this.#back(ctx, 'gateway')
    }
  }

  /**
   * To the gateway; but first to our own page in Apple's small window, which may not open the
   * gateway's, and forgets where it was. A payment somebody came back from is being settled,
   * and must not be paid again.
   */
  #onward(ctx: HttpContext, { customer, pass }: Visitor, intent: PaymentIntent): string {
    const stays =
      intent.callbackHint || captiveBrowser(ctx.request.header('user-agent') ?? '') === 'ios'
    const page = portalPath(ctx, pass.withCustomer(customer.id), `/payments/${intent.reference}`)
    return stays ? page : (intent.redirectUrl ?? page)
  }

  /** Something else is open to be paid: go on with that, or begin this besides it? */
  async #another(ctx: HttpContext, visitor: Visitor, chosen: Package, gatewayId: number) {
    const { id } = visitor.customer
    const open = await this.tenancy.run(ctx.tenant, () => openPayment(id, this.clock.now()))
    return ctx.view.render('pages/portal/another', {
      open,
      continueUrl: portalPath(
        ctx,
        visitor.pass.withCustomer(id),
        open ? `/payments/${open.reference}` : '/packages'
      ),
      package: onOffer(chosen, ctx.tenant),
      gatewayId,
      action: samePass(ctx, '/buy'),
      backUrl: samePass(ctx, '/packages'),
    })
  }

  /** @param vouchers are there any, for who would rather pay cash? */
  #chooseMethod(ctx: HttpContext, chosen: Package, methods: OfferedMethod[], vouchers: boolean) {
    return ctx.view.render('pages/portal/pay', {
      package: onOffer(chosen, ctx.tenant),
      methods: methods.map(({ id, provider, label, fee, sandbox }) => ({
        id,
        provider,
        label,
        sandbox,
        fee: feeText(label, fee, ctx.i18n),
      })),
      voucherUrl: vouchers ? samePass(ctx, '/voucher') : null,
      action: samePass(ctx, '/buy'),
      backUrl: samePass(ctx, '/packages'),
    })
  }

  #back(ctx: HttpContext, problem: string) {
    return ctx.response.redirect(`${samePass(ctx, '/packages')}&problem=${problem}`)
  }
}

/** What can be the id of a row; Postgres refuses to look for halves or beyond 64 bits. */
function rowId() {
  return vine.number().positive().withoutDecimals().max(Number.MAX_SAFE_INTEGER)
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import vine from '@vinejs/vine'
import { offerOf } from '#hotspot/activation/offer'
import { priceOf } from '#hotspot/activation/price_of'
import Package from '#hotspot/packages/package'
import { portalPackagesQuery } from '#hotspot/packages/portal_packages_query'
import { offeredMethodsQuery, type OfferedMethod } from '#payments/accounts/offered_methods_query'
import { feeText } from '#payments/accounts/shown_fee'
import { GatewayNotAvailable, GatewayRefused } from '#payments/intents/errors'
import { StartPayment } from '#payments/intents/start_payment'
import { tenantUrl } from '#platform/tenant_url'
import { onOffer } from '#portal/on_offer'
import { samePass } from '#portal/open_pass'
import { PortalMessages } from '#portal/portal_messages'
import { SignedInCustomer, type Visitor } from '#portal/signed_in_customer'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** A chosen package becomes a payment: at once where there is one way to pay, else after a choice. */
@inject()
export default class BuyController {
  static validator = vine.create({
    package_id: rowId(),
    method: rowId().optional(),
  })

  constructor(
    private tenancy: Tenancy,
    private signedIn: SignedInCustomer,
    private startPayment: StartPayment,
    private messages: PortalMessages
  ) {}

  async handle(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))
    if (visitor.customer.status === 'blocked') return this.messages.blocked(ctx)

    const [invalid, input] = await BuyController.validator.tryValidate(ctx.request.body())
    if (invalid) return this.#back(ctx, 'package')

    const { chosen, methods } = await this.#choices(ctx, input.package_id)
    if (!chosen) return this.#back(ctx, 'package')
    if (methods.length === 0) return this.#back(ctx, 'no_gateway')

    const method = methods.length === 1 ? methods[0]?.id : input.method
    if (!method) return this.#chooseMethod(ctx, chosen, methods)
    return this.#pay(ctx, visitor, chosen, method)
  }

  async #choices({ tenant }: HttpContext, packageId: number) {
    return this.tenancy.run(tenant, async () => {
      const chosen = await portalPackagesQuery().where('id', packageId).first()
      if (!chosen) return { chosen, methods: [] }
      const { total } = priceOf(chosen, tenantSettings(tenant))
      return { chosen, methods: await offeredMethodsQuery(total) }
    })
  }

  async #pay(
    ctx: HttpContext,
    { customer, device, pass }: Visitor,
    chosen: Package,
    gatewayId: number
  ) {
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
      })
      /** Already back from the gateway: it is being settled, and must not be paid again. */
      const next = intent.callbackHint ? null : intent.redirectUrl
      return ctx.response.redirect(
        next ?? `/portal/${intent.returnToken}/payments/${intent.reference}?lang=${ctx.i18n.locale}`
      )
    } catch (error) {
      if (!(error instanceof GatewayRefused) && !(error instanceof GatewayNotAvailable)) throw error
      logger.warn(
        { err: error, tenant: ctx.tenant.id, customer: customer.id },
        'payment not started'
      )
      return this.#back(ctx, 'gateway')
    }
  }

  #chooseMethod(ctx: HttpContext, chosen: Package, methods: OfferedMethod[]) {
    return ctx.view.render('pages/portal/pay', {
      package: onOffer(chosen, ctx.tenant),
      methods: methods.map(({ id, provider, label, fee }) => ({
        id,
        label,
        mark: provider,
        fee: feeText(label, fee, ctx.i18n),
      })),
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

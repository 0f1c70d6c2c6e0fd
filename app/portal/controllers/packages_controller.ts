import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { maskMobileNumber } from '#core/mobile_number'
import type Activation from '#hotspot/activation/activation'
import { windowOffer } from '#hotspot/payment_window/window_offer'
import { portalPackagesQuery } from '#hotspot/packages/portal_packages_query'
import { onOffer } from '#portal/on_offer'
import { openPayment } from '#portal/open_payment'
import { portalPath, samePass } from '#portal/open_pass'
import { SignedInCustomer } from '#portal/signed_in_customer'
import { PortalMessages } from '#portal/portal_messages'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import { Tenancy } from '#tenancy/tenancy'

/** What a customer can buy, for one who runs out as for one who wants more. */
@inject()
export default class PackagesController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private signedIn: SignedInCustomer,
    private messages: PortalMessages
  ) {}

  async handle(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))
    const { customer } = visitor
    if (customer.status === 'blocked') return this.messages.blocked(ctx)

    const now = this.clock.now()
    const sells = stateOf(ctx.tenant).portal === 'sells'
    const { packages, paymentWindow, open } = await this.tenancy.run(ctx.tenant, async () => ({
      packages: sells ? await portalPackagesQuery() : [],
      open: await openPayment(customer.id, now),
      paymentWindow: sells ? await windowOffer(this.tenancy, customer, visitor.device, now) : null,
    }))
    const activation: Activation | null = customer.activation
    const over =
      activation?.status === 'suspended' ? activation.suspendReason : activation?.overBecause(now)
    const current = activation?.isRunning(now) ? activation : null

    const page = current || !over ? 'packages' : 'suspended'
    return ctx.view.render(`pages/portal/${page}`, {
      reason: over ?? null,
      packages: packages.map((each) => onOffer(each, ctx.tenant)),
      isPaused: !sells,
      action: samePass(ctx, '/buy'),
      voucherUrl: samePass(ctx, '/voucher'),
      current: current && { name: current.packageName, packageId: current.packageId },
      replaceNotice:
        sells && current && current.source !== 'trial'
          ? ctx.i18n.t('portal.replace_notice', { package: current.packageName })
          : null,
      mobile: maskMobileNumber(customer.mobile),
      suspended: over ?? null,
      homeUrl: current ? samePass(ctx, '/online') : null,
      open,
      openUrl:
        open &&
        portalPath(ctx, visitor.pass.withCustomer(customer.id), `/payments/${open.reference}`),
      paymentWindow,
      paymentWindowUrl: samePass(ctx, '/payment-window'),
      notice: this.#notice(ctx),
    })
  }

  #notice({ request, i18n, tenant }: HttpContext) {
    if (stateOf(tenant).portal !== 'sells') {
      return { kind: 'info', message: i18n.t('limits.portal_paused', { tenant: tenant.name }) }
    }
    const problem: unknown = request.qs().problem
    const known = [
      'gateway',
      'package',
      'no_gateway',
      'window_not_now',
      'window_capped',
      'window_closed',
    ]
    return typeof problem === 'string' && known.includes(problem)
      ? { kind: 'error', message: i18n.t(`portal.problem_${problem}`) }
      : null
  }
}

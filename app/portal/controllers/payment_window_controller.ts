import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { OpenPaymentWindow } from '#hotspot/payment_window/open_payment_window'
import { waitingPayment } from '#hotspot/payment_window/window_rules'
import { windowUntil } from '#hotspot/payment_window/window_until'
import { samePass } from '#portal/open_pass'
import { SignedInCustomer } from '#portal/signed_in_customer'
import { openSessionsQuery } from '#radius/open_sessions_query'
import { Tenancy } from '#tenancy/tenancy'

/** Seconds the router is given to let the phone out before the page offers the button. */
const PATIENCE_SECONDS = 8
const REFRESH_SECONDS = 2

/** The short way out for a customer whose bank's page does not open. */
@inject()
export default class PaymentWindowController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private signedIn: SignedInCustomer,
    private openPaymentWindow: OpenPaymentWindow
  ) {}

  async open(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))

    const { outcome } = await this.tenancy.run(ctx.tenant, () =>
      this.openPaymentWindow.execute(visitor.device.id)
    )
    return ctx.response.redirect(
      outcome === 'open'
        ? samePass(ctx, '/payment-window')
        : `${samePass(ctx, '/packages')}&problem=window_${outcome}`
    )
  }

  async show(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))
    const { customer, device, pass } = visitor
    const now = this.clock.now()

    const { until, intent, sessions } = await this.tenancy.run(ctx.tenant, async () => ({
      until: await windowUntil(this.tenancy, device.id, now),
      intent: await waitingPayment(customer.id, device.mac, now),
      sessions: await openSessionsQuery(this.tenancy, [device.mac]),
    }))
    if (customer.activation?.isRunning(now)) return ctx.response.redirect(samePass(ctx, '/online'))
    if (!until || !intent) {
      return ctx.response.redirect(`${samePass(ctx, '/packages')}&problem=window_closed`)
    }

    const waited = Number(ctx.request.qs().waited) || 0
    const connected = sessions.length > 0
    const waiting = !connected && waited < PATIENCE_SECONDS
    return ctx.view.render('pages/portal/payment_window', {
      waiting,
      connect:
        connected || waiting || !pass.loginUrl
          ? null
          : {
              action: pass.loginUrl,
              username: device.mac,
              password: device.mac,
              dst: intent.redirectUrl ?? '',
            },
      secondsLeft: Math.floor(until.diff(now).as('seconds')),
      continueUrl: intent.redirectUrl,
      backUrl: samePass(ctx, '/packages'),
      refreshSeconds: waiting ? REFRESH_SECONDS : null,
      refreshUrl: `${samePass(ctx, '/payment-window')}&waited=${waited + REFRESH_SECONDS}`,
    })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import type Activation from '#hotspot/activation/activation'
import { samePass } from '#portal/open_pass'
import { SignedInCustomer, type Visitor } from '#portal/signed_in_customer'
import { openSessionsQuery } from '#radius/open_sessions_query'
import { Tenancy } from '#tenancy/tenancy'

/** Seconds the router is given to let the phone in before the page offers the button. */
const PATIENCE_SECONDS = 8
const REFRESH_WAITING_SECONDS = 2
const REFRESH_ONLINE_SECONDS = 60

/** The account page of a customer whose package runs: what is left, and the way in. */
@inject()
export default class OnlineController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private signedIn: SignedInCustomer
  ) {}

  async handle(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))

    const activation: Activation | null = visitor.customer.activation
    if (!activation?.isRunning(this.clock.now()))
      return ctx.response.redirect(samePass(ctx, '/packages'))

    const sessions = await this.tenancy.run(ctx.tenant, () =>
      openSessionsQuery(this.tenancy, [visitor.device.mac])
    )
    const connected = sessions.length > 0
    const waited = Number(ctx.request.qs().waited) || 0

    return ctx.view.render('pages/portal/online', {
      package: { name: activation.packageName },
      secondsLeft: activation.secondsLeft(this.clock.now()),
      octetsLeft: activation.octetsLeft,
      octetsUsed: activation.octetsUsed,
      octetsLimit: activation.octetsLimit,
      downloadBps: activation.downloadBps,
      uploadBps: activation.uploadBps,
      isTrial: activation.source === 'trial',
      connected,
      connect: connected || waited < PATIENCE_SECONDS ? null : this.#connectForm(visitor),
      refreshSeconds: connected ? REFRESH_ONLINE_SECONDS : this.#refresh(waited),
      refreshUrl: `${samePass(ctx, '/online')}&waited=${connected ? 0 : waited + REFRESH_WAITING_SECONDS}`,
      packagesUrl: samePass(ctx, '/packages'),
      voucherUrl: samePass(ctx, '/voucher'),
      receiptsUrl: samePass(ctx, '/receipts'),
    })
  }

  /** Once the button is there the page stays still: a form must not be refreshed away. */
  #refresh(waited: number): number | null {
    return waited < PATIENCE_SECONDS ? REFRESH_WAITING_SECONDS : null
  }

  /** The way in that needs no API: the phone posts to the router's own login page. */
  #connectForm({ pass, device }: Visitor) {
    if (!pass.loginUrl) return null
    return {
      action: pass.loginUrl,
      username: device.mac,
      password: device.mac,
      dst: pass.destination ?? '',
    }
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { NotAllowed } from '#dashboard/permissions'
import { notify } from '#dashboard/notify'
import { SupportGate } from '#dashboard/support/support_gate'
import Account from '#platform/accounts/account'
import { SupportVisits } from '#platform/impersonation/support_visits'
import { SignIn } from '#platform/sign_in/sign_in'

/** How a support visit begins and ends. */
@inject()
export default class SupportController {
  constructor(
    private gate: SupportGate,
    private visits: SupportVisits,
    private signIn: SignIn
  ) {}

  /** The second half of the hop from the admin's page. */
  async enter(ctx: HttpContext) {
    const ticket = String(ctx.request.qs().ticket ?? '')
    const visit = await this.visits.enter(ctx.tenant, ticket, ctx.request.ip())
    if (!visit) return ctx.response.redirect('/login')

    ctx.session.clear()
    await this.signIn.arrive(ctx, await Account.findOrFail(visit.accountId))
    this.gate.mark(ctx, visit)
    return ctx.response.redirect('/dashboard')
  }

  /** The admin has seen enough. */
  async leave(ctx: HttpContext) {
    const account = (await ctx.auth.use('web').check()) && ctx.auth.use('web').getUserOrFail()
    const visit = account && (await this.gate.visitOf(ctx, account))
    if (!account || !visit) return ctx.response.redirect('/login')

    await this.visits.end(ctx.tenant, visit, account, ctx.request.ip())
    return ctx.response.redirect(await this.gate.leave(ctx))
  }

  /** An owner shows the door to whoever of Portico is in. @throws NotAllowed */
  async end(ctx: HttpContext) {
    if (ctx.role !== 'owner') throw new NotAllowed()
    const owner = ctx.auth.use('web').getUserOrFail()
    for (const visit of await this.visits.live(ctx.tenant.id)) {
      await this.visits.end(ctx.tenant, visit, owner, ctx.request.ip())
    }
    notify(ctx, 'success', 'support.ended')
    return ctx.response.redirect('/dashboard')
  }
}

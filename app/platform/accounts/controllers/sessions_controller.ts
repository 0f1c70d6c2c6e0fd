import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { deviceName } from '#platform/sign_in/device_of'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { tell } from '#platform/http/tell'

/** Where one's own account is signed in. */
@inject()
export default class SessionsController {
  constructor(private sessions: AccountSessions) {}

  async index(ctx: HttpContext) {
    const own = this.sessions.idOf(ctx)
    const sessions = await this.sessions.list(ctx.auth.getUserOrFail().id)
    return ctx.view.render('pages/platform/account/sessions', {
      sessions: sessions.map((session) => ({
        id: session.id,
        isOwn: session.id === own,
        place: session.tenantId === null ? appUrl.hostname : session.tenant.name,
        device: deviceName(ctx.i18n, session.userAgent),
        ip: session.ip,
        lastSeenAt: session.lastSeenAt,
        createdAt: session.createdAt,
      })),
    })
  }

  async end(ctx: HttpContext) {
    await this.sessions.end(ctx.auth.getUserOrFail().id, Number(ctx.params.id))
    tell(ctx, 'success', 'account.session_ended')
    return ctx.response.redirect('/account/sessions')
  }

  async endOthers(ctx: HttpContext) {
    await this.sessions.endAll(ctx.auth.getUserOrFail().id, this.sessions.idOf(ctx))
    tell(ctx, 'success', 'account.sessions_ended')
    return ctx.response.redirect('/account/sessions')
  }
}

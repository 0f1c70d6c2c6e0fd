import { inject } from '@adonisjs/core'
import { errors as authErrors } from '@adonisjs/auth'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import vine from '@vinejs/vine'
import { fieldErrors } from '#tenancy/http/field_errors'
import Account from '#platform/accounts/account'
import { EnterTenant } from '#platform/accounts/enter_tenant'
import { membershipsQuery } from '#platform/accounts/memberships_query'

/** Signing in on the platform's host, and on to the ISP one works for. */
@inject()
export default class SessionController {
  static validator = vine.create({
    email: vine.string().trim().toLowerCase().maxLength(254),
    password: vine.string().maxLength(128),
  })

  constructor(private enterTenant: EnterTenant) {}

  show({ view }: HttpContext) {
    return view.render('pages/platform/login')
  }

  async store(ctx: HttpContext) {
    const { email, password } = await ctx.request.validateUsing(SessionController.validator)
    const account = await verify(ctx, email, password)
    if (!account) return fieldErrors(ctx, { email: ctx.i18n.t('platform.login_failed') })

    await ctx.auth.use('web').login(account)
    return this.#onwards(ctx, account)
  }

  /** Several ISPs: which one? */
  async choose(ctx: HttpContext) {
    const memberships = await membershipsQuery(ctx.auth.getUserOrFail().id)
    return ctx.view.render('pages/platform/choose', {
      memberships: memberships.map(({ role, tenant }) => ({
        tenantName: tenant.name,
        slug: tenant.slug,
        role,
        href: `/choose/${tenant.slug}`,
      })),
    })
  }

  async enter(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const memberships = await membershipsQuery(account.id)
    const chosen = memberships.find(({ tenant }) => tenant.slug === ctx.params.slug)
    return ctx.response.redirect(
      chosen ? await this.enterTenant.link(account, chosen.tenant) : '/choose'
    )
  }

  async destroy(ctx: HttpContext) {
    await ctx.auth.use('web').logout()
    return ctx.response.redirect('/login')
  }

  async #onwards(ctx: HttpContext, account: Account) {
    if (account.isAdmin) return ctx.response.redirect('/admin')
    const [first, second] = await membershipsQuery(account.id)
    if (!first || second) return ctx.response.redirect('/choose')
    return ctx.response.redirect(await this.enterTenant.link(account, first.tenant))
  }
}

/** Ten tries a quarter of an hour for an e-mail and an address; the same answer for every failure. */
export async function verify(
  ctx: HttpContext,
  email: string,
  password: string
): Promise<Account | null> {
  const limit = limiter.use({ requests: 10, duration: '15 minutes' })
  const allowed = await limit.attempt(`login:${email}:${ctx.request.ip()}`, () => true)
  if (!allowed) return null
  try {
    return await Account.verifyCredentials(email, password)
  } catch (error) {
    if (error instanceof authErrors.E_INVALID_CREDENTIALS) return null
    throw error
  }
}

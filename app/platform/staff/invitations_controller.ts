import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import Account from '#platform/accounts/account'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import { SignIn } from '#platform/sign_in/sign_in'
import { passwordFault } from '#platform/signup/password_rules'
import { AcceptInvitation } from '#platform/staff/accept_invitation'
import { InvitationGone } from '#platform/staff/errors'
import type Invitation from '#platform/staff/invitation'
import { OpenInvitations } from '#platform/staff/open_invitations'
import { fieldErrors } from '#tenancy/http/field_errors'
import { LimitReached } from '#tenancy/plans/errors'
import { isUniqueViolation } from '#tenancy/unique_violation'

/** Where the link of an invitation leads: sign in or make an account, and say yes. */
@inject()
export default class InvitationsController {
  static joinValidator = vine.create({
    name: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    password: vine.string().minLength(8).maxLength(128),
  })

  constructor(
    private openInvitations: OpenInvitations,
    private acceptInvitation: AcceptInvitation,
    private enterTenant: EnterTenant,
    private signIn: SignIn
  ) {}

  async show(ctx: HttpContext) {
    const invitation = await this.#invitation(ctx)
    if (!invitation) return gone(ctx)
    const { email, role, invitedBy, tenant } = invitation
    const reader = await readerOf(ctx)
    return ctx.view.render('pages/platform/invitation', {
      invitation: { email, role, invitedBy, tenantName: tenant.name },
      here: ctx.request.url(),
      reader: reader && { email: reader.email, isMeant: isMeant(reader, invitation) },
      hasAccount: reader === null && (await Account.findForAuth(['email'], email)) !== null,
    })
  }

  /** Behind the sign-in, which leads back here; whoever just signed in still says yes by the button. */
  signedIn({ params, response }: HttpContext) {
    return response.redirect(`/invitations/${params.token}`)
  }

  async accept(ctx: HttpContext) {
    const invitation = await this.#invitation(ctx)
    const account = ctx.auth.use('web').getUserOrFail()
    if (!invitation || !isMeant(account, invitation)) return gone(ctx)
    return this.#accept(ctx, invitation, account)
  }

  /** Somebody new. The address is that of the invitation: it is not for the form to say. */
  async join(ctx: HttpContext) {
    const invitation = await this.#invitation(ctx)
    if (!invitation) return gone(ctx)
    const { name, password } = await ctx.request.validateUsing(InvitationsController.joinValidator)
    const fault = passwordFault(password, invitation.email)
    if (fault) return fieldErrors(ctx, { password: ctx.i18n.t(`signup.password.${fault}`) })

    try {
      const account = await Account.create({ email: invitation.email, name, password })
      await this.signIn.complete(ctx, account)
      return await this.#accept(ctx, invitation, account)
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      return ctx.response.redirect(`/invitations/${ctx.params.token}`)
    }
  }

  async #accept(ctx: HttpContext, invitation: Invitation, account: Account) {
    const { token } = ctx.params
    try {
      await this.acceptInvitation.execute(invitation, token, account, ctx.request.ip())
    } catch (error) {
      if (error instanceof InvitationGone) return gone(ctx)
      if (!(error instanceof LimitReached)) throw error
      ctx.session.flash('notification', { kind: 'error', message: ctx.i18n.t('staff.no_room') })
      return ctx.response.redirect(`/invitations/${token}`)
    }
    return ctx.response.redirect(
      await this.enterTenant.link(account, invitation.tenant, hopperOf(ctx))
    )
  }

  async #invitation({ params }: HttpContext): Promise<Invitation | null> {
    try {
      return await this.openInvitations.byToken(String(params.token))
    } catch (error) {
      if (error instanceof InvitationGone) return null
      throw error
    }
  }
}

async function readerOf({ auth }: HttpContext): Promise<Account | null> {
  return (await auth.use('web').check()) ? auth.use('web').getUserOrFail() : null
}

function isMeant({ email }: Account, invitation: Invitation): boolean {
  return email.toLowerCase() === invitation.email
}

function gone({ view, response }: HttpContext) {
  response.status(InvitationGone.status)
  return view.render('pages/platform/invitation_gone')
}

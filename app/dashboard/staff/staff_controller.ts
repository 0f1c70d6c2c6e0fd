import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { notify } from '#dashboard/notify'
import { authorize, authorizeReading, may } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { awaitsOwner } from '#dashboard/proven_owner/owner_email'
import { OwnProof } from '#platform/accounts/own_proof'
import { AlreadyStaff } from '#platform/staff/errors'
import { INVITED_ROLES, type InvitedRole } from '#platform/staff/invitation'
import { InviteStaff } from '#platform/staff/invite_staff'
import { OpenInvitations } from '#platform/staff/open_invitations'
import { staffQuery } from '#platform/staff/staff_query'
import { fieldErrors } from '#tenancy/http/field_errors'
import { LimitReached } from '#tenancy/plans/errors'
import { Tenancy } from '#tenancy/tenancy'

const HERE = '/dashboard/settings/staff'

/** Letters to strangers in our name: enough for a staff, too few for spam. */
const LETTERS_PER_DAY = 40

/** Who works for the ISP, and who was asked to. Owners change it, managers see it. */
@inject()
export default class StaffController {
  static validator = vine.create({
    email: vine.string().trim().toLowerCase().email().maxLength(254),
    role: vine.enum(INVITED_ROLES),
  })

  constructor(
    private clock: Clock,
    private ownProof: OwnProof,
    private tenancy: Tenancy,
    private inviteStaff: InviteStaff,
    private openInvitations: OpenInvitations
  ) {}

  async index(ctx: HttpContext) {
    authorizeReading(ctx, 'seeStaff')
    const { view, tenant, auth } = ctx
    const account = auth.use('web').getUserOrFail()
    return view.render('pages/dashboard/settings/staff', {
      ...(await staffQuery(tenant.id, this.clock.now())),
      me: account.id,
      proof: await this.ownProof.asked(ctx, account),
      roles: INVITED_ROLES,
      mayChange: may(ctx, 'staff'),
      navigation: 'settings',
    })
  }

  async invite(ctx: HttpContext) {
    authorize(ctx, 'staff')
    return this.#invite(ctx, await ctx.request.validateUsing(StaffController.validator))
  }

  /** A new link; the one sent before is dead. */
  async resend(ctx: HttpContext) {
    authorize(ctx, 'staff')
    const { email, role } = await this.openInvitations.ofTenant(ctx.tenant.id, ctx.params.id)
    return this.#invite(ctx, { email, role })
  }

  async revoke(ctx: HttpContext) {
    authorize(ctx, 'staff')
    const invitation = await this.openInvitations.ofTenant(ctx.tenant.id, ctx.params.id)
    await invitation.delete()
    await this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, 'staff.invitation_revoked', invitation.email)
    )
    notify(ctx, 'success', 'staff.revoked', { email: invitation.email })
    return ctx.response.redirect(HERE)
  }

  async #invite(ctx: HttpContext, { email, role }: { email: string; role: InvitedRole }) {
    const { tenant, auth, i18n, session, response } = ctx
    if (awaitsOwner(ctx)) return fieldErrors(ctx, { email: i18n.t('account.prove_first.staff') })
    const limit = limiter.use({ requests: LETTERS_PER_DAY, duration: '1 day' })
    if (!(await limit.attempt(`invite:${tenant.id}`, () => true))) {
      return fieldErrors(ctx, { email: i18n.t('staff.too_many') })
    }

    const { name: invitedBy } = auth.use('web').getUserOrFail()
    try {
      const link = await this.inviteStaff.execute(tenant, { email, role, invitedBy })
      if (link) session.flash('link', link)
    } catch (error) {
      if (error instanceof AlreadyStaff) return fieldErrors(ctx, { email: i18n.t('staff.already') })
      if (error instanceof LimitReached) return fieldErrors(ctx, { email: error.saidIn(i18n) })
      throw error
    }
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'staff.invited', email, { role }))
    notify(ctx, 'success', 'staff.invited', { email })
    return response.redirect(HERE)
  }
}

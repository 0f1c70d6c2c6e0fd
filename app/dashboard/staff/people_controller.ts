import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { appUrl } from '#config/app'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import Account from '#platform/accounts/account'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { OwnProof, proofFields } from '#platform/accounts/own_proof'
import { LastOwner } from '#platform/staff/errors'
import { RemoveStaff } from '#platform/staff/remove_staff'
import { StaffRoles } from '#platform/staff/staff_roles'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

const HERE = '/dashboard/settings/staff'

/** What becomes of somebody who works for the ISP. */
@inject()
export default class PeopleController {
  static roleValidator = vine.create({
    role: vine.enum(['owner', 'manager', 'cashier', 'support'] as const),
  })

  static proofValidator = vine.create(proofFields)

  constructor(
    private tenancy: Tenancy,
    private ownProof: OwnProof,
    private mail: AccountMail,
    private roles: StaffRoles,
    private removeStaff: RemoveStaff
  ) {}

  async role(ctx: HttpContext) {
    authorize(ctx, 'staff')
    const { role } = await ctx.request.validateUsing(PeopleController.roleValidator)
    const { id } = ctx.params
    const fault = role === 'owner' ? await this.#proofFault(ctx) : null
    if (fault) return fieldErrors(ctx, fault)
    return this.#unlessLastOwner(ctx, async () => {
      const before = await this.roles.change(ctx.tenant.id, id, role)
      const name = await this.#note(ctx, 'staff.role_changed', { before, after: role })
      if (role === 'owner') await this.#warn(ctx, name)
      notify(ctx, 'success', 'staff.role_changed', {
        name,
        role: ctx.i18n.t(`common.role.${role}`),
      })
      return ctx.response.redirect(HERE)
    })
  }

  /** Hands the company over: the other becomes its owner, and who hands over a manager. */
  async transfer(ctx: HttpContext) {
    authorize(ctx, 'staff')
    const { id } = ctx.params
    const fault = await this.#proofFault(ctx)
    if (fault) return fieldErrors(ctx, fault)
    return this.#unlessLastOwner(ctx, async () => {
      await this.roles.transfer(ctx.tenant.id, ctx.auth.use('web').getUserOrFail().id, id)
      const name = await this.#note(ctx, 'staff.transferred')
      await this.#warn(ctx, name)
      notify(ctx, 'success', 'staff.transferred', { name })
      return ctx.response.redirect(HERE)
    })
  }

  async remove(ctx: HttpContext) {
    authorize(ctx, 'staff')
    const { id } = ctx.params
    return this.#unlessLastOwner(ctx, async () => {
      await this.removeStaff.execute(ctx.tenant.id, id)
      const name = await this.#note(ctx, 'staff.removed')
      notify(ctx, 'success', 'staff.removed', { name })
      return ctx.response.redirect(HERE)
    })
  }

  /** Anybody may go by oneself. */
  async leave(ctx: HttpContext) {
    const { id, email } = ctx.auth.use('web').getUserOrFail()
    return this.#unlessLastOwner(ctx, async () => {
      await this.removeStaff.execute(ctx.tenant.id, id)
      await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, 'staff.left', email))
      return ctx.response.redirect(`${appUrl.origin}/choose`)
    })
  }

  /** Whoever gives the company away, or shares it, shows once more who they are. */
  async #proofFault(ctx: HttpContext): Promise<Record<string, string> | null> {
    const typed = await ctx.request.validateUsing(PeopleController.proofValidator)
    return this.ownProof.fault(ctx, ctx.auth.use('web').getUserOrFail(), typed)
  }

  /** Whoever owned the company alone learns of it by mail, in case it was somebody else. */
  #warn({ auth, i18n, tenant }: HttpContext, person: string): Promise<void> {
    const account = auth.use('web').getUserOrFail()
    return this.mail.warn(i18n, account, 'owner_made', { person, tenant: tenant.name })
  }

  async #note(ctx: HttpContext, action: string, detail: Record<string, unknown> = {}) {
    const { name, email } = await Account.findOrFail(ctx.params.id)
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, action, email, detail))
    return name
  }

  async #unlessLastOwner(ctx: HttpContext, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof LastOwner)) throw error
      notify(ctx, 'error', 'staff.last_owner')
      ctx.response.redirect(HERE)
    }
  }
}

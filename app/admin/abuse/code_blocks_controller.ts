import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { openSubject } from '#admin/abuse/sealed_subject'
import { tellTenant } from '#admin/abuse/tell_tenant'
import { done } from '#admin/done'
import { reason } from '#admin/tenants/acts_form'
import { tenantOf } from '#admin/tenants/tenant_acts_controller'
import { shownSubject } from '#messaging/pumping/code_asker'
import { CodeBlocks } from '#messaging/pumping/code_blocks'
import AdminAct from '#platform/admin_log/admin_act'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

const LIST = '/admin/abuse'

const subject = () => vine.string().maxLength(1000)

/** No more codes for a number, a device or an address at one ISP; and codes again. */
@inject()
export default class CodeBlocksController {
  static blockValidator = vine.create({ subject: subject(), reason: reason() })
  static unblockValidator = vine.create({ subject: subject() })

  constructor(
    private blocks: CodeBlocks,
    private tenancy: Tenancy
  ) {}

  async store(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const input = await ctx.request.validateUsing(CodeBlocksController.blockValidator)
    const meant = await openSubject(tenant.id, input.subject)
    if (await this.blocks.isRouter(tenant.id, meant)) {
      return fieldErrors(ctx, { reason: ctx.i18n.t('admin.abuse.is_router') })
    }
    const shown = shownSubject(meant)
    const by = ctx.auth.use('web').getUserOrFail().name
    if (await this.blocks.block(tenant.id, meant, { reason: input.reason, by })) {
      await tellTenant(ctx, this.tenancy, tenant, 'sms_guard.blocked', shown)
      await AdminAct.note(ctx, 'codes.blocked', `${tenant.slug}: ${shown}`, input.reason)
    }
    return done(ctx, 'admin.abuse.blocked_now', LIST, { subject: shown })
  }

  async destroy(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const input = await ctx.request.validateUsing(CodeBlocksController.unblockValidator)
    const meant = await openSubject(tenant.id, input.subject)
    const shown = shownSubject(meant)
    if (await this.blocks.lift(tenant.id, meant)) {
      await tellTenant(ctx, this.tenancy, tenant, 'sms_guard.unblocked', shown)
      await AdminAct.note(ctx, 'codes.unblocked', `${tenant.slug}: ${shown}`)
    }
    return done(ctx, 'admin.abuse.unblocked', LIST, { subject: shown })
  }
}

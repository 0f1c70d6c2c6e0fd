import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { parseMobileNumber } from '#core/mobile_number'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { customerPageMergeQuery } from '#dashboard/queries/customer_page_merge_query'
import { recordActivity } from '#dashboard/record_activity'
import Customer from '#hotspot/customers/customer'
import { MergeCustomers, MergeRefused } from '#hotspot/customers/merge_customers'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** Two numbers of one person become one customer. Asked twice, since nothing undoes it. */
@inject()
export default class CustomerMergeController {
  static validator = vine.create({
    other: vine.number().withoutDecimals().positive(),
    understood: vine.accepted(),
  })

  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private mergeCustomers: MergeCustomers
  ) {}

  /** Asks for the number; with one, shows what would move. */
  async show(ctx: HttpContext) {
    authorize(ctx, 'manageCustomers')
    const { tenant, params, request } = ctx
    const number = String(request.qs().number ?? '').slice(0, 40)
    const mobile = parseMobileNumber(number, tenant.country)
    const page = await this.tenancy.run(tenant, async () => {
      const customer = await Customer.query()
        .where('id', Number(params.id))
        .preload('activation')
        .preload('devices')
        .firstOrFail()
      const found = mobile
        ? await customerPageMergeQuery(this.tenancy, customer, mobile, this.clock.now())
        : { other: null, obstacle: number ? ('number' as const) : null }
      return { customer, ...found }
    })
    return ctx.view.render('pages/dashboard/customers/merge', {
      ...page,
      number,
      navigation: 'customers',
    })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'manageCustomers')
    const { other } = await ctx.request.validateUsing(CustomerMergeController.validator)
    const id = Number(ctx.params.id)
    try {
      const { survivor, merged } = await this.tenancy.run(ctx.tenant, async () => {
        const both = await this.mergeCustomers.execute(id, other)
        const detail = { merged: both.merged.mobile }
        await recordActivity(ctx, 'customer.merged', both.survivor.mobile, detail)
        return both
      })
      notify(ctx, 'success', 'customers.merged_done', {
        stays: survivor.mobile,
        goes: merged.mobile,
      })
      return ctx.response.redirect(`/dashboard/customers/${id}`)
    } catch (error) {
      if (!(error instanceof MergeRefused)) throw error
      return fieldErrors(ctx, {
        number: ctx.i18n.t(`customers.merge.obstacle.${error.obstacle}`),
      })
    }
  }
}

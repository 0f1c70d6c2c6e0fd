import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { ONE_LINE } from '#core/one_line'
import { customerFilters, placeIn, queryOf } from '#dashboard/customers/customer_filters'
import { verdictText } from '#dashboard/customers/verdict_text'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { customerPageQuery } from '#dashboard/queries/customer_page_query'
import { customersListQuery } from '#dashboard/queries/customers_list_query'
import { recordActivity } from '#dashboard/record_activity'
import { NAME_LENGTH, NOTES_LENGTH } from '#hotspot/customers/import_file'
import { noteCustomer } from '#hotspot/customers/note_customer'
import Package from '#hotspot/packages/package'
import { Tenancy } from '#tenancy/tenancy'

/** The ISP's customers: the list, a customer's page, and what is noted there. */
@inject()
export default class CustomersController {
  static noteValidator = vine.create({
    name: vine.string().trim().maxLength(NAME_LENGTH).regex(ONE_LINE).nullable(),
    notes: vine
      .string()
      .trim()
      .maxLength(NOTES_LENGTH)
      .regex(/^[^\0]*$/)
      .nullable(),
  })

  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = customerFilters(request.qs())
    const { list, packages } = await this.tenancy.run(tenant, async () => ({
      list: await customersListQuery(this.tenancy, filters, tenant.country, placeIn(request.qs())),
      packages: await Package.query()
        .where('customer_type', 'hotspot')
        .orderBy('position')
        .orderBy('id'),
    }))
    return view.render('pages/dashboard/customers/index', {
      ...list,
      filters,
      packages,
      queryOf: (changes: Record<string, string | null>) => queryOf(filters, changes),
      navigation: 'customers',
    })
  }

  async show({ view, tenant, params, i18n }: HttpContext) {
    const now = this.clock.now()
    const { verdict, ...page } = await this.tenancy.run(tenant, () =>
      customerPageQuery(this.tenancy, tenant, Number(params.id), now)
    )
    return view.render('pages/dashboard/customers/show', {
      ...page,
      verdict: { ...verdict, text: verdictText(verdict, i18n, now, tenant.timezone) },
      navigation: 'customers',
    })
  }

  async note(ctx: HttpContext) {
    authorize(ctx, 'sell')
    const id = Number(ctx.params.id)
    const input = await ctx.request.validateUsing(CustomersController.noteValidator)
    await this.tenancy.run(ctx.tenant, async () => {
      const customer = await noteCustomer(id, { name: input.name, notes: input.notes })
      await recordActivity(ctx, 'customer.noted', customer.mobile)
    })
    notify(ctx, 'success', 'customers.noted')
    return ctx.response.redirect(`/dashboard/customers/${id}`)
  }
}

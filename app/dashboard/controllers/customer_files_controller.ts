import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendCsv } from '#tenancy/http/csv_download'
import { customerFilters } from '#dashboard/customers/customer_filters'
import { notify } from '#dashboard/notify'
import { authorize, authorizeReading } from '#dashboard/permissions'
import { customersExportQuery } from '#dashboard/queries/customers_export_query'
import { recordActivity } from '#dashboard/record_activity'
import { uploadedText } from '#dashboard/uploaded_text'
import { importCustomers, knownNumbers } from '#hotspot/customers/import_customers'
import { IMPORT_LINES, ImportTooLong, readImport } from '#hotspot/customers/import_file'
import { fieldErrors } from '#tenancy/http/field_errors'
import { requireGrowth } from '#tenancy/plans/customer_growth'
import { Tenancy } from '#tenancy/tenancy'

const FILE_OCTETS = 600 * 1024
/** The preview names this many of each; the rest is counted. */
const SHOWN = 50

/** Customers as files: the list out, new numbers in. */
@inject()
export default class CustomerFilesController {
  constructor(private tenancy: Tenancy) {}

  async export(ctx: HttpContext) {
    authorizeReading(ctx, 'manageCustomers')
    const { tenant, request } = ctx
    const filters = customerFilters(request.qs())
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'customer.exported', tenant.name))

    const stream = customersExportQuery(this.tenancy, tenant, filters)
    return sendCsv(ctx, `customers-${tenant.slug}`, stream)
  }

  create(ctx: HttpContext) {
    authorize(ctx, 'manageCustomers')
    return ctx.view.render('pages/dashboard/customers/import', {
      preview: null,
      navigation: 'customers',
    })
  }

  /** Says line by line what would come of a file. Nothing is kept: the page carries it on. */
  async preview(ctx: HttpContext) {
    authorize(ctx, 'manageCustomers')
    requireGrowth(ctx.tenant)
    const csv = await this.#csvOf(ctx)
    if (csv === null) return fieldErrors(ctx, { file: ctx.i18n.t('customers.import.no_file') })
    try {
      const file = readImport(csv, ctx.tenant.country)
      const known = await this.tenancy.run(ctx.tenant, () => knownNumbers(file.rows))
      const fresh = file.rows.filter(({ mobile }) => !known.has(mobile))
      return await ctx.view.render('pages/dashboard/customers/import', {
        preview: {
          csv,
          fresh: fresh.slice(0, SHOWN),
          added: fresh.length,
          known: known.size,
          repeated: file.repeated.length,
          faults: file.faults.slice(0, SHOWN),
          faulty: file.faults.length,
        },
        navigation: 'customers',
      })
    } catch (error) {
      return this.#tooLong(ctx, error)
    }
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'manageCustomers')
    requireGrowth(ctx.tenant)
    const csv = await this.#csvOf(ctx)
    if (csv === null) return fieldErrors(ctx, { file: ctx.i18n.t('customers.import.no_file') })
    try {
      const { rows } = readImport(csv, ctx.tenant.country)
      const count = await this.tenancy.run(ctx.tenant, async () => {
        const added = await importCustomers(this.tenancy, rows, ctx.tenant.locale)
        await recordActivity(ctx, 'customer.imported', String(added), { lines: rows.length })
        return added
      })
      notify(ctx, 'success', 'customers.import.done', { count })
      return ctx.response.redirect('/dashboard/customers')
    } catch (error) {
      return this.#tooLong(ctx, error)
    }
  }

  /** From the file chosen, or from the preview's page; null when there is none or it is no text. */
  async #csvOf(ctx: HttpContext): Promise<string | null> {
    const { request } = ctx
    if ('file' in request.allFiles()) return uploadedText(ctx, 'file', FILE_OCTETS)
    const carried: unknown = request.input('csv')
    if (typeof carried !== 'string' || Buffer.byteLength(carried) > FILE_OCTETS) return null
    return carried || null
  }

  #tooLong(ctx: HttpContext, error: unknown) {
    if (!(error instanceof ImportTooLong)) throw error
    return fieldErrors(ctx, {
      file: ctx.i18n.t('customers.import.too_long', { lines: error.lines, most: IMPORT_LINES }),
    })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import {
  authorizeCodes,
  batchExpiry,
  batchValidator,
  mayHandleCodes,
  showCodes,
} from '#dashboard/voucher_form'
import { recordActivity } from '#dashboard/record_activity'
import { batchVouchersQuery, listedVoucher } from '#hotspot/vouchers/batch_vouchers_query'
import {
  CreateVouchers,
  LARGEST_BATCH,
  voucherPackagesQuery,
} from '#hotspot/vouchers/create_vouchers'
import { BatchNameTaken } from '#hotspot/vouchers/errors'
import { voidBatch, voidVoucher } from '#hotspot/vouchers/void_vouchers'
import Voucher from '#hotspot/vouchers/voucher'
import { voucherBatchesQuery, voucherBatchQuery } from '#hotspot/vouchers/voucher_batches_query'
import { voucherCsv } from '#hotspot/vouchers/voucher_csv'
import { renderVoucherSheet } from '#hotspot/vouchers/voucher_sheet'
import { sendPdf } from '#payments/receipts/receipt_download'
import { tenantUrl } from '#platform/tenant_url'
import { fieldErrors } from '#tenancy/http/field_errors'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

const PAGE = 50

/** Packages sold on paper: made, printed, exported, voided. */
@inject()
export default class VouchersController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private createVouchers: CreateVouchers
  ) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = {
      q: String(request.qs().q ?? '')
        .trim()
        .slice(0, 60),
    }
    const { batches, ...page } = await this.tenancy.run(tenant, () =>
      voucherBatchesQuery(this.tenancy, filters.q, pageOf(request), this.clock.now())
    )
    return view.render('pages/dashboard/vouchers/index', {
      batches,
      filters,
      pager: pager(page, request),
      navigation: 'vouchers',
    })
  }

  async create(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const packages = await this.tenancy.run(ctx.tenant, () => voucherPackagesQuery())
    return ctx.view.render('pages/dashboard/vouchers/form', {
      packages,
      largest: LARGEST_BATCH,
      today: this.clock.now().setZone(ctx.tenant.timezone).toISODate(),
      navigation: 'vouchers',
    })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(batchValidator)
    const expiresAt = input.expires_on ? batchExpiry(input.expires_on, ctx.tenant.timezone) : null
    if (expiresAt && expiresAt <= this.clock.now())
      return fieldErrors(ctx, { expires_on: ctx.i18n.t('voucher.form.expires_past') })

    try {
      const batch = await this.tenancy.run(ctx.tenant, async () => {
        const created = await this.createVouchers.execute(ctx.tenant, {
          packageId: input.package_id,
          count: input.count,
          label: input.label ?? null,
          expiresAt,
          createdByName: ctx.auth.use('web').getUserOrFail().name,
        })
        await recordActivity(ctx, 'voucher.created', created.name, { count: input.count })
        return created
      })
      notify(ctx, 'success', 'voucher.created', { count: input.count, name: batch.name })
      return ctx.response.redirect(`/dashboard/vouchers/${batch.id}`)
    } catch (error) {
      if (!(error instanceof BatchNameTaken)) throw error
      return fieldErrors(ctx, { label: ctx.i18n.t('voucher.form.label_taken') })
    }
  }

  async show(ctx: HttpContext) {
    const { batch, page, vouchers } = await this.tenancy.run(ctx.tenant, async () => {
      const found = await this.#batch(ctx)
      const paginated = await batchVouchersQuery(found.name).paginate(pageOf(ctx.request), PAGE)
      return { batch: found, page: paginated, vouchers: await this.#listed(ctx, paginated.all()) }
    })
    return ctx.view.render('pages/dashboard/vouchers/show', {
      batch,
      vouchers: showCodes(ctx, vouchers),
      mayHandleCodes: mayHandleCodes(ctx),
      pager: pager(page, ctx.request),
      navigation: 'vouchers',
    })
  }

  /** Codes are money: who takes them out is written down. */
  async csv(ctx: HttpContext) {
    const { batch, vouchers } = await this.#takeOut(ctx, 'voucher.exported')
    ctx.response.header('content-type', 'text/csv; charset=utf-8')
    ctx.response.header('content-disposition', `attachment; filename="vouchers-${batch.id}.csv"`)
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.response.send(voucherCsv(vouchers, ctx.tenant.timezone, ctx.i18n))
  }

  /** Those that can still be redeemed; the others need no paper. */
  async sheet(ctx: HttpContext) {
    const { batch, vouchers } = await this.#takeOut(ctx, 'voucher.printed')
    const usable = vouchers.filter(({ state }) => state === 'new')
    if (usable.length === 0) {
      notify(ctx, 'info', 'voucher.nothing_to_print')
      return ctx.response.redirect(`/dashboard/vouchers/${batch.id}`)
    }
    const at = batch.createdAt ?? this.clock.now()
    const of = { issuer: ctx.tenant, origin: tenantUrl(ctx.tenant), at }
    const octets = await renderVoucherSheet(usable, of, ctx.i18n)
    return sendPdf(ctx, `vouchers-${batch.id}`, octets)
  }

  async voidBatch(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { batch, count } = await this.tenancy.run(ctx.tenant, async () => {
      const found = await this.#batch(ctx)
      const voided = await voidBatch(found.name)
      await recordActivity(ctx, 'voucher.batch_voided', found.name, { count: voided })
      return { batch: found, count: voided }
    })
    notify(ctx, 'success', 'voucher.voided', { count })
    return ctx.response.redirect(`/dashboard/vouchers/${batch.id}`)
  }

  async voidOne(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const done = await this.tenancy.run(ctx.tenant, async () => {
      const voucher = await Voucher.findOrFail(ctx.params.id)
      const voided = await voidVoucher(voucher.id)
      if (voided) await recordActivity(ctx, 'voucher.voided', `${voucher.batch} #${voucher.id}`)
      return voided
    })
    if (done) notify(ctx, 'success', 'voucher.voided', { count: 1 })
    else notify(ctx, 'error', 'voucher.not_voided')
    return ctx.response.redirect().back()
  }

  async #takeOut(ctx: HttpContext, action: string) {
    authorizeCodes(ctx)
    return this.tenancy.run(ctx.tenant, async () => {
      const batch = await this.#batch(ctx)
      const vouchers = await this.#listed(ctx, await batchVouchersQuery(batch.name))
      await recordActivity(ctx, action, batch.name, { count: vouchers.length })
      return { batch, vouchers }
    })
  }

  #batch({ params }: HttpContext) {
    return voucherBatchQuery(this.tenancy, Number(params.id), this.clock.now())
  }

  #listed({ tenant }: HttpContext, vouchers: Voucher[]) {
    const now = this.clock.now()
    return Promise.all(vouchers.map((voucher) => listedVoucher(voucher, tenant.id, now)))
  }
}

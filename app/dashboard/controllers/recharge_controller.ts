import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { rechargeForm, type RechargeForm } from '#dashboard/recharge_form'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import { portalPackagesQuery } from '#hotspot/packages/portal_packages_query'
import { FactsChanged, RechargeRefused } from '#hotspot/recharge/errors'
import { previewRecharge, type RechargePreview } from '#hotspot/recharge/preview_recharge'
import { RechargeCustomer, type Recharged } from '#hotspot/recharge/recharge_customer'
import { runningActivation } from '#hotspot/activation/running_activation'
import { seenPreview } from '#hotspot/recharge/seen_preview'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** The description's Step 10: a package for cash, with its invoice shown before. */
@inject()
export default class RechargeController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private rechargeCustomer: RechargeCustomer
  ) {}

  async show(ctx: HttpContext) {
    authorize(ctx, 'sell')
    return this.#page(ctx, ctx.request.qs())
  }

  /** Without the recording button, the invoice is shown and nothing is done. */
  async store(ctx: HttpContext) {
    authorize(ctx, 'sell')
    const sent = ctx.request.body()
    if (sent.act !== 'record') return this.#page(ctx, sent)

    const { customer, form } = await this.#standing(ctx, sent)
    const problem = this.#problem(ctx, form)
    if (problem || !form.chosen) return this.#page(ctx, sent, problem)

    try {
      const { payment, repeated } = await this.#record(ctx, customer, form)
      const outcome = repeated ? 'recharge.recorded_before' : 'recharge.recorded'
      notify(ctx, repeated ? 'info' : 'success', outcome, { package: payment.packageName })
      return ctx.response.redirect(`/dashboard/recharges/${payment.id}`)
    } catch (error) {
      if (error instanceof FactsChanged) {
        return this.#page(ctx, sent, { stale: ctx.i18n.t('recharge.stale') })
      }
      if (!(error instanceof RechargeRefused)) throw error
      return this.#page(ctx, sent, { refused: ctx.i18n.t(`recharge.refused.${error.reason}`) })
    }
  }

  #record(ctx: HttpContext, customer: Customer, form: RechargeForm): Promise<Recharged> {
    const { id, name } = ctx.auth.use('web').getUserOrFail()
    return this.tenancy.run(ctx.tenant, async () => {
      const recharged = await this.rechargeCustomer.execute({
        customerId: customer.id,
        packageId: form.chosen?.id ?? 0,
        mode: form.mode,
        discountMinor: form.discountMinor ?? 0,
        seen: form.seen,
        formKey: form.formKey,
        cashier: { id, name, from: ctx.request.ip() },
      })
      const { payment } = recharged
      if (!recharged.repeated) {
        await recordActivity(
          ctx,
          'recharge.recorded',
          `${customer.mobile}: ${payment.packageName}`,
          {
            receipt: payment.receiptNo,
            mode: form.mode,
            amount: `${payment.currency} ${payment.amount.toDecimal()}`,
            discount_minor: payment.discountMinor,
          }
        )
      }
      return recharged
    })
  }

  #problem({ i18n }: HttpContext, form: RechargeForm): Problems | null {
    if (!form.chosen) return { package_id: i18n.t('recharge.refused.no_package') }
    if (form.discountMinor === null) return { discount: i18n.t('recharge.discount_invalid') }
    return form.discountMinor > form.chosen.priceMinor
      ? { discount: i18n.t('recharge.refused.discount_too_large') }
      : null
  }

  async #page(ctx: HttpContext, sent: Record<string, unknown>, problems: Problems | null = null) {
    const { customer, running, packages, form } = await this.#standing(ctx, sent)
    const found = problems ?? (form.chosen && this.#problem(ctx, form))
    const preview = form.chosen && this.#preview(ctx, form, running)

    if (found) {
      const { stale, refused, ...fields } = found
      ctx.response.status(stale ? 409 : 422)
      ctx.session.flashMessages.set('inputErrorsBag', bag(fields))
    }
    return ctx.view.render('pages/dashboard/recharge/form', {
      customer,
      running,
      runningSeconds: running?.secondsLeft(this.clock.now()),
      packages,
      form,
      preview,
      seen: preview && seenPreview(preview),
      settings: tenantSettings(ctx.tenant),
      stale: found?.stale ?? null,
      refused: found?.refused ?? this.#unsellable(ctx, customer),
      navigation: 'customers',
    })
  }

  #unsellable({ i18n }: HttpContext, customer: Customer): string | null {
    if (customer.mergedInto !== null) return i18n.t('recharge.refused.merged')
    return customer.status === 'blocked' ? i18n.t('recharge.refused.blocked') : null
  }

  #preview(
    { tenant }: HttpContext,
    { chosen, mode, discountMinor }: RechargeForm,
    running: Awaited<ReturnType<typeof runningActivation>>
  ): RechargePreview | null {
    if (!chosen || discountMinor === null || discountMinor > chosen.priceMinor) return null
    return previewRecharge(
      { offer: offerOf(chosen), mode, discountMinor },
      {
        running,
        now: this.clock.now(),
        zone: tenant.timezone,
        settings: tenantSettings(tenant),
      }
    )
  }

  #standing({ tenant, params }: HttpContext, sent: Record<string, unknown>) {
    return this.tenancy.run(tenant, async () => {
      const customer = await Customer.findOrFail(params.id)
      const running = await runningActivation(customer, this.clock.now())
      const packages = await portalPackagesQuery()
      return { customer, running, packages, form: rechargeForm(sent, packages, tenant.currency) }
    })
  }
}

/** What stands in the way, at a field or above the page. */
type Problems = Partial<Record<'package_id' | 'discount' | 'stale' | 'refused', string>>

function bag(fields: Problems): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fields).map(([field, message]) => [field, [message]]))
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { Money } from '#core/money'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import {
  refundForm,
  refundProblems,
  type RefundForm,
  type RefundProblems,
} from '#dashboard/refund_form'
import Customer from '#hotspot/customers/customer'
import { refundedPackage, refundLeaves } from '#hotspot/refunds/refunded_package'
import { methodName } from '#payments/receipts/method_name'
import { RefundRefused } from '#payments/refunds/errors'
import { MakeRefund } from '#payments/refunds/make_refund'
import type Refund from '#payments/refunds/refund'
import { refundable, type RefundSource } from '#payments/refunds/refundable'
import { ReserveRefund } from '#payments/refunds/reserve_refund'
import { Tenancy } from '#tenancy/tenancy'

/** Money back, in whole or part: what would become of the package is shown before. */
@inject()
export default class RefundsController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private reserveRefund: ReserveRefund,
    private makeRefund: MakeRefund
  ) {}

  async show(ctx: HttpContext) {
    authorize(ctx, 'refund')
    return this.#page(ctx, {})
  }

  /** Without the button that does it, the preview is shown and nothing is done. */
  async store(ctx: HttpContext) {
    authorize(ctx, 'refund')
    const sent = ctx.request.body()
    if (sent.act !== 'refund') return this.#page(ctx, sent)

    const { money, form } = await this.#standing(ctx, sent)
    const problems = money ? refundProblems(form, money) : {}
    if (!money || Object.keys(problems).length > 0) return this.#page(ctx, sent, problems)
    try {
      this.#say(ctx, await this.#refund(ctx, form, money.left.currency))
    } catch (error) {
      if (!(error instanceof RefundRefused)) throw error
      notify(ctx, 'error', `refunds.refused.${error.reason}`)
    }
    return ctx.response.redirect(pageOf(ctx))
  }

  /** Reserved first, then asked for: a process that dies in between leaves a refund to resume. */
  async #refund(ctx: HttpContext, form: RefundForm, currency: string): Promise<Refund> {
    const { id, name } = ctx.auth.use('web').getUserOrFail()
    const { refund, repeated } = await this.tenancy.run(ctx.tenant, async () => {
      const reserved = await this.reserveRefund.execute({
        ...form,
        source: sourceOf(ctx),
        amount: Money.of(form.amountMinor ?? 0, currency),
        paper: form.paper || null,
        by: { id, name },
      })
      if (!reserved.repeated) await this.#record(ctx, reserved.refund)
      return reserved
    })
    if (repeated || refund.byHand) return refund
    try {
      return await this.makeRefund.first(ctx.tenant, refund)
    } catch (error) {
      logger.error({ err: error, tenant: ctx.tenant.id, refund: refund.refundReference }, 'refund')
      return refund
    }
  }

  async #record(ctx: HttpContext, refund: Refund): Promise<void> {
    const { mobile } = await Customer.findOrFail(refund.customerId)
    await recordActivity(ctx, 'payment.refunded', `${mobile}: ${refund.packageName}`, {
      amount: `${refund.currency} ${refund.amount.toDecimal()}`,
      method: refund.method,
      effect: refund.refundEffect,
      reason: refund.refundReason,
    })
  }

  #say(ctx: HttpContext, { refundState, amount }: Refund): void {
    const kind = { made: 'success', asked: 'info', not_made: 'error' } as const
    const money = amount.format(ctx.i18n.locale)
    notify(ctx, kind[refundState], `refunds.outcome.${refundState}`, { amount: money })
  }

  async #page(ctx: HttpContext, sent: Record<string, unknown>, problems: RefundProblems = {}) {
    const { money, ways, form, about, preview } = await this.#standing(ctx, sent)
    const bag = Object.entries(problems).map(([field, key]) => [
      field,
      [ctx.i18n.t(`refunds.problem.${key}`)],
    ])
    if (bag.length > 0) {
      ctx.response.status(422)
      ctx.session.flashMessages.set('inputErrorsBag', Object.fromEntries(bag))
    }
    return ctx.view.render('pages/dashboard/refunds/form', {
      refundable: money,
      methodLabel: money && methodName(money.method, ctx.i18n),
      ways,
      form,
      preview,
      running: about?.running ?? null,
      others: about?.others ?? 0,
      back: pageOf(ctx),
      action: ctx.request.url(),
      navigation: 'payments',
    })
  }

  #standing(ctx: HttpContext, sent: Record<string, unknown>) {
    return this.tenancy.run(ctx.tenant, async () => {
      const money = await refundable(sourceOf(ctx))
      const ways = money ? await this.reserveRefund.waysOf(money) : []
      const nothing = Money.of(0, ctx.tenant.currency)
      const form = refundForm(sent, money ?? { left: nothing }, ways)
      if (!money) return { money, ways, form, about: null, preview: null }

      const now = this.clock.now()
      const { customerId, payment } = money
      const about = await refundedPackage({ customerId, paymentId: payment?.id ?? null }, now)
      const moment = { now, zone: ctx.tenant.timezone }
      const preview = await refundLeaves(about, form.effect, form.amountMinor ?? 0, moment)
      return { money, ways, form, about, preview }
    })
  }
}

/** An attempt at a gateway, or cash. */
function sourceOf({ params, route }: HttpContext): RefundSource {
  const id = Number(params.id)
  return route?.name?.startsWith('recharges.') ? { paymentId: id } : { intentId: id }
}

function pageOf({ params, route }: HttpContext): string {
  const list = route?.name?.startsWith('recharges.') ? 'recharges' : 'payments'
  return `/dashboard/${list}/${params.id}`
}

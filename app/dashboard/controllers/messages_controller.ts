import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { sendCsv } from '#tenancy/http/csv_download'
import { errorWords } from '#dashboard/messages/error_words'
import { messageFilters, SMS_STATUSES } from '#dashboard/messages/message_filters'
import { messagesExportQuery } from '#dashboard/messages/messages_export_query'
import { messagesListQuery } from '#dashboard/messages/messages_list_query'
import { notify } from '#dashboard/notify'
import { authorize, authorizeReading, may } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { formatMicros } from '#messaging/micros'
import { NotResendable, ResendMessage, resendRefusal } from '#messaging/resend_message'
import SmsMessage from '#messaging/sms_message'
import { smsEvents } from '#messaging/texts/occasions'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** The SMS history. Everybody who works for the ISP may look. */
@inject()
export default class MessagesController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private resendMessage: ResendMessage
  ) {}

  async index(ctx: HttpContext) {
    const { view, tenant, request, i18n } = ctx
    const filters = messageFilters(request.qs())
    const { page, totals, providers } = await this.tenancy.run(tenant, () =>
      messagesListQuery(filters, tenant, pageOf(request))
    )
    return view.render('pages/dashboard/messages/index', {
      messages: page.all().map((message) => ({ message, ...wordsOf(message, ctx) })),
      filters,
      totals,
      events: smsEvents().map((value) => ({
        value,
        label: i18n.t(`dashboard.sms_event.${value}`),
      })),
      statuses: SMS_STATUSES,
      providers,
      mayExport: may(ctx, 'manageCustomers'),
      pager: pager(page, request),
      navigation: 'messages',
    })
  }

  async show(ctx: HttpContext) {
    const message = await this.#find(ctx)
    return ctx.view.render('pages/dashboard/messages/show', {
      message,
      ...wordsOf(message, ctx),
      tries: message.tries.map((one) => ({
        ...one,
        reason: one.reason ? errorWords(`${one.reason}: ${one.detail ?? ''}`, ctx.i18n) : null,
      })),
      refusal: resendRefusal(message, this.clock.now()),
      mayResend: may(ctx, 'manageCustomers'),
      navigation: 'messages',
    })
  }

  /** Numbers of customers leave the house: who takes them out is written down. */
  async export(ctx: HttpContext) {
    authorizeReading(ctx, 'manageCustomers')
    const { tenant, i18n, request } = ctx
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'message.exported', tenant.name))
    const filters = messageFilters(request.qs())
    const stream = messagesExportQuery(this.tenancy, tenant, filters, i18n)
    return sendCsv(ctx, `sms-${tenant.slug}`, stream)
  }

  async resend(ctx: HttpContext) {
    authorize(ctx, 'manageCustomers')
    const { id, mobile } = await this.#find(ctx)
    try {
      const again = await this.tenancy.run(ctx.tenant, async () => {
        const made = await this.resendMessage.execute(id)
        await recordActivity(ctx, 'message.resent', mobile, { message: id, as: made.id })
        return made
      })
      const news = again.status === 'failed' ? 'dropped' : again.dueAt ? 'waits' : 'resent'
      notify(ctx, news === 'dropped' ? 'error' : 'success', `sms_history.after.${news}`)
      return ctx.response.redirect(`/dashboard/messages/${again.id}`)
    } catch (error) {
      if (!(error instanceof NotResendable)) throw error
      notify(ctx, 'error', `sms_history.refused.${error.reason}`)
      return ctx.response.redirect(`/dashboard/messages/${id}`)
    }
  }

  #find({ tenant, params }: HttpContext): Promise<SmsMessage> {
    return this.tenancy.run(tenant, () => SmsMessage.findOrFail(params.id))
  }
}

function wordsOf({ error, costMicros, costCurrency }: SmsMessage, { i18n }: HttpContext) {
  return {
    reason: errorWords(error, i18n),
    cost: costMicros !== null && costCurrency ? formatMicros(costMicros, costCurrency) : null,
  }
}

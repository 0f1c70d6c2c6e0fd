import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { parseMobileNumber } from '#core/mobile_number'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { MailSender } from '#messaging/mail/mail_sender'
import { NEWS_KINDS } from '#routers/health/alert_kind'
import { alertSettings, type AlertSettings } from '#routers/health/alert_settings'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

const MOST_RECIPIENTS = 20
const timeOfDay = () => vine.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const HERE = '/dashboard/settings/alerts'

/** Who hears of trouble with routers, when not, and how often. */
@inject()
export default class AlertsController {
  static rulesValidator = vine.create({
    quiet_from: timeOfDay(),
    quiet_to: timeOfDay(),
    cooldown_minutes: vine.number().withoutDecimals().range([5, 1440]),
  })

  static recipientValidator = vine.create({
    channel: vine.enum(['sms', 'email'] as const),
    to: vine.string().trim().maxLength(120),
    kinds: vine.array(vine.enum(NEWS_KINDS)).minLength(1),
  })

  static removalValidator = vine.create({
    channel: vine.enum(['sms', 'email'] as const),
    to: vine.string().maxLength(120),
  })

  static email = vine.create({ to: vine.string().email() })

  constructor(
    private tenancy: Tenancy,
    private mail: MailSender
  ) {}

  edit({ view, tenant }: HttpContext) {
    return view.render('pages/dashboard/settings/alerts', {
      alerts: alertSettings(tenant),
      kinds: NEWS_KINDS,
      mailIsOn: this.mail.isOn,
      navigation: 'settings',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(AlertsController.rulesValidator)
    await this.#save(ctx, 'alerts.rules_changed', {
      ...alertSettings(ctx.tenant),
      quietFrom: input.quiet_from,
      quietTo: input.quiet_to,
      cooldownMinutes: input.cooldown_minutes,
    })
    notify(ctx, 'success', 'health.alerts.saved')
    return ctx.response.redirect(HERE)
  }

  async add(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(AlertsController.recipientValidator)
    const to = await this.#addressOf(ctx, input)
    if (to === null) {
      return fieldErrors(ctx, { to: ctx.i18n.t(`health.alerts.bad_${input.channel}`) })
    }
    const settings = alertSettings(ctx.tenant)
    const others = settings.recipients.filter(
      (one) => one.channel !== input.channel || one.to !== to
    )
    if (others.length >= MOST_RECIPIENTS) {
      return fieldErrors(ctx, { to: ctx.i18n.t('health.alerts.too_many') })
    }
    const recipients = [...others, { channel: input.channel, to, kinds: input.kinds }]
    await this.#save(ctx, 'alerts.recipient_added', { ...settings, recipients }, to)
    notify(ctx, 'success', 'health.alerts.added', { to })
    return ctx.response.redirect(HERE)
  }

  async remove(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { channel, to } = await ctx.request.validateUsing(AlertsController.removalValidator)
    const settings = alertSettings(ctx.tenant)
    const recipients = settings.recipients.filter((one) => one.channel !== channel || one.to !== to)
    await this.#save(ctx, 'alerts.recipient_removed', { ...settings, recipients }, to)
    notify(ctx, 'success', 'health.alerts.removed', { to })
    return ctx.response.redirect(HERE)
  }

  /** As it is stored and compared: E.164, or the address in lower case; null when it is none. */
  async #addressOf(
    { tenant }: HttpContext,
    { channel, to }: { channel: 'sms' | 'email'; to: string }
  ): Promise<string | null> {
    if (channel === 'sms') return parseMobileNumber(to, tenant.country)
    const [invalid] = await AlertsController.email.tryValidate({ to })
    return invalid ? null : to.toLowerCase()
  }

  async #save(
    ctx: HttpContext,
    action: string,
    alerts: AlertSettings,
    subject = ctx.tenant.name
  ): Promise<void> {
    await ctx.tenant.merge({ settings: { ...ctx.tenant.settings, alerts } }).save()
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, action, subject))
  }
}

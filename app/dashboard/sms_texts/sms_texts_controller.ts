import { inject } from '@adonisjs/core'
import { errors, type HttpContext } from '@adonisjs/core/http'
import { knownCurrencies } from '#core/money'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { partPrice } from '#dashboard/sms_texts/part_price'
import { pricesForm } from '#dashboard/sms_texts/prices_form'
import { previewOf } from '#dashboard/sms_texts/preview'
import { enteredTexts, faultsOf } from '#dashboard/sms_texts/text_form'
import { quietHours } from '#messaging/quiet_hours'
import type { SmsEvent } from '#messaging/templates'
import { CUSTOMER_EVENTS, isSmsEvent, OCCASIONS } from '#messaging/texts/occasions'
import {
  ownTexts,
  shippedText,
  SMS_LANGUAGES,
  textOf,
  withOwnTexts,
  type OwnTexts,
} from '#messaging/texts/own_texts'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

const LIST = '/dashboard/settings/sms-texts'

/** What customers are told by SMS, on which occasion, in which words. */
@inject()
export default class SmsTextsController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant }: HttpContext) {
    const { price, accounts } = await this.tenancy.run(tenant, async () => ({
      price: await partPrice(),
      accounts: await pricesForm(tenant),
    }))
    return view.render('pages/dashboard/sms_texts/index', {
      events: CUSTOMER_EVENTS.map((event) => ({
        event,
        ...OCCASIONS[event],
        ...ownTexts(tenant, event),
        previews: SMS_LANGUAGES.map((language) => ({
          language,
          ...previewOf(event, textOf(tenant, event, language), language, tenant, price),
        })),
      })),
      quiet: quietHours(tenant),
      accounts,
      currencies: knownCurrencies,
      navigation: 'settings',
    })
  }

  async edit(ctx: HttpContext) {
    const event = eventOf(ctx)
    return this.#form(ctx, event, ownTexts(ctx.tenant, event))
  }

  /** The form again with a preview of what was typed, or else it is saved. */
  async store(ctx: HttpContext) {
    const event = eventOf(ctx)
    const { request, tenant, i18n } = ctx
    const entered = enteredTexts(request.body(), event)
    if (request.input('act') === 'preview' || request.header('x-up-validate')) {
      return this.#form(ctx, event, entered)
    }

    authorize(ctx, 'configure')
    const faults = faultsOf(event, entered, tenant, i18n)
    if (Object.keys(faults).length > 0) return fieldErrors(ctx, faults)
    await this.#save(ctx, event, entered, 'sms_text.changed')
    notify(ctx, 'success', 'sms_texts.saved')
    return ctx.response.redirect(LIST)
  }

  /** Back to the shipped texts; whether it is sent at all stays as it is. */
  async reset(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const event = eventOf(ctx)
    const { off } = ownTexts(ctx.tenant, event)
    await this.#save(ctx, event, { texts: {}, off }, 'sms_text.reset')
    notify(ctx, 'success', 'sms_texts.was_reset')
    return ctx.response.redirect(`${LIST}/${event}`)
  }

  async #save(ctx: HttpContext, event: SmsEvent, own: OwnTexts, action: string): Promise<void> {
    const { tenant } = ctx
    await tenant.merge({ settings: withOwnTexts(tenant, event, own) }).save()
    await this.tenancy.run(tenant, () => recordActivity(ctx, action, event, { off: own.off }))
  }

  async #form({ view, tenant, i18n }: HttpContext, event: SmsEvent, own: OwnTexts) {
    const price = await this.tenancy.run(tenant, () => partPrice())
    return view.render('pages/dashboard/sms_texts/edit', {
      event,
      urgency: OCCASIONS[event].urgency,
      placeholders: placeholdersOf(event),
      off: own.off,
      isOwn: Object.keys(ownTexts(tenant, event).texts).length > 0,
      faults: faultsOf(event, own, tenant, i18n),
      languages: SMS_LANGUAGES.map((language) => {
        const text = own.texts[language] ?? shippedText(event, language)
        return { language, text, preview: previewOf(event, text, language, tenant, price) }
      }),
      navigation: 'settings',
    })
  }
}

function placeholdersOf(event: SmsEvent) {
  const required: readonly string[] = OCCASIONS[event].required
  return OCCASIONS[event].placeholders.map((name) => ({
    name,
    shown: `{${name}}`,
    needed: required.includes(name),
  }))
}

/** @throws E_ROUTE_NOT_FOUND where customers get no such SMS */
function eventOf({ params, request }: HttpContext): SmsEvent {
  const { event } = params
  if (isSmsEvent(event) && CUSTOMER_EVENTS.includes(event)) return event
  throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
}

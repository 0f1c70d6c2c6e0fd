import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { InvalidCredentials } from '#core/http/provider_errors'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'
import type { SmsGatewayForm } from '#messaging/save_sms_gateway'
import { isTicked } from '#tenancy/http/is_ticked'

/** What the form of an SMS account sends besides the provider's own fields. */
export const smsAccountValidator = vine.create({
  environment: vine.enum(['sandbox', 'live'] as const),
  enabled: vine.accepted().optional(),
  low_at: vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,4})?$/)
    .nullable()
    .optional(),
  forget: vine.array(vine.string().maxLength(60)).maxLength(20).optional(),
})

/**
 * @param currency the account counts in; null until it has told
 * @throws InvalidMoney at a threshold that has more decimals than the currency
 */
export function smsAccountForm(
  input: Infer<typeof smsAccountValidator>,
  { params, request }: HttpContext,
  currency: string | null
): SmsGatewayForm {
  return {
    provider: String(params.provider),
    environment: input.environment,
    enabled: isTicked(input.enabled),
    credentials: request.body(),
    forget: input.forget ?? [],
    ...(currency && {
      lowAtMinor: input.low_at ? Money.parse(input.low_at, currency).minor : null,
    }),
  }
}

/** What is wrong at which field, in words; null when it is nothing that a form can say. */
export function smsFormProblems(
  error: unknown,
  { i18n }: HttpContext
): Record<string, string> | null {
  if (error instanceof InvalidMoney) return { low_at: i18n.t('sms_settings.form.low_at_decimals') }
  if (!(error instanceof InvalidCredentials)) return null
  const message = i18n.t('dashboard.gateway_field_unusable')
  return Object.fromEntries(error.keys.map((key) => [key, message]))
}

import vine from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import type { Infer } from '@vinejs/vine/types'
import { InvalidCredentials } from '#core/http/provider_errors'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'
import { CurrencyNotTaken, MinimumTooLow, WrongEnvironment } from '#payments/accounts/errors'
import type { PaymentGatewayForm } from '#payments/accounts/save_payment_gateway'
import { isTicked } from '#tenancy/http/is_ticked'

const amount = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,4})?$/)
    .nullable()
    .optional()

/** What the form of a payment gateway sends besides the provider's own fields. */
export const gatewayValidator = vine.create({
  environment: vine.enum(['sandbox', 'live'] as const),
  enabled: vine.accepted().optional(),
  minimum: amount(),
  fee_percent: vine.number().range([0, 100]).decimal([0, 2]).nullable().optional(),
  fee_fixed: amount(),
  forget: vine.array(vine.string().maxLength(60)).maxLength(20).optional(),
})

/** @throws InvalidMoney at an amount that has more decimals than the currency */
export function gatewayForm(
  input: Infer<typeof gatewayValidator>,
  { params, request, tenant }: HttpContext
): PaymentGatewayForm {
  const minor = (text: string | null | undefined) => Money.parse(text ?? 0, tenant.currency).minor
  return {
    provider: String(params.provider),
    environment: input.environment,
    enabled: isTicked(input.enabled),
    credentials: request.body(),
    forget: input.forget ?? [],
    minimumMinor: minor(input.minimum),
    feeBasisPoints: Math.round((input.fee_percent ?? 0) * 100),
    feeMinor: minor(input.fee_fixed),
  }
}

/** What is wrong at which field, in words; null when it is nothing that a form can say. */
export function formProblems(error: unknown, { i18n }: HttpContext): Record<string, string> | null {
  if (error instanceof InvalidCredentials) {
    const message = i18n.t('dashboard.gateway_field_unusable')
    return Object.fromEntries(error.keys.map((key) => [key, message]))
  }
  if (error instanceof CurrencyNotTaken) {
    const { gateway, currency, taken } = error
    return { enabled: i18n.t('gateways.currency_not_taken', list({ gateway, currency, taken })) }
  }
  if (error instanceof WrongEnvironment) {
    const { gateway, told } = error
    return { environment: i18n.t(`gateways.wrong_environment.${told}`, { gateway }) }
  }
  if (error instanceof MinimumTooLow) {
    const { gateway, least } = error
    const data = { gateway, least: least.format(i18n.locale) }
    return { minimum: i18n.t('gateways.minimum_too_low', data) }
  }
  if (error instanceof InvalidMoney) {
    const message = i18n.t('gateways.too_many_decimals')
    return { minimum: message, fee_fixed: message }
  }
  return null
}

function list({ taken, ...rest }: { gateway: string; currency: string; taken: readonly string[] }) {
  return { ...rest, taken: taken.join(', ') }
}

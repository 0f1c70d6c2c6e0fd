import { parseTaka } from '../kit/taka.js'
import {
  MANDATORY,
  OPTIONAL,
  PROFILES,
  RATES,
  SHIPPING,
  SHIPPING_METHODS,
} from './session_fields.js'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const SMALLEST_POISHA = 10_00
const LARGEST_POISHA = 500_000_00

export interface SessionRequest {
  tranId: string
  /** In hundredths of the currency asked for. */
  currencyMinor: number
  currency: string
  /** The same in poisha: SSLCommerz settles in taka. */
  amountPoisha: number
  /** BDT for one unit, times 10 000. */
  rate: number
  successUrl: string
  failUrl: string
  cancelUrl: string
  ipnUrl?: string
  productName: string
  values: { value_a: string; value_b: string; value_c: string; value_d: string }
}

/** SSLCommerz opens no session: answered as `{status: FAILED, failedreason}`. */
export class SessionRefusal extends Error {}

/** @throws SessionRefusal that names the first field that is missing, wrong, too long or unknown. */
export function parseSessionRequest(form: URLSearchParams): SessionRequest {
  const known = { ...MANDATORY, ...OPTIONAL }
  for (const [field, value] of form) {
    const longest = known[field]
    if (longest === undefined) throw new SessionRefusal(`'${field}' is not a known parameter.`)
    if (form.getAll(field).length > 1) throw new SessionRefusal(`'${field}' is given twice.`)
    if ([...value].length > longest) throw new SessionRefusal(`'${field}' is too long.`)
  }
  requireFilled(form, Object.keys(MANDATORY))
  requireOneOf(form, 'product_profile', PROFILES)
  requireOneOf(form, 'shipping_method', SHIPPING_METHODS)
  if (form.get('shipping_method') !== 'NO') requireFilled(form, Object.keys(SHIPPING))
  if (!EMAIL.test(read(form, 'cus_email'))) throw invalid('cus_email')
  if (form.has('num_of_item') && !/^\d$/.test(read(form, 'num_of_item'))) {
    throw invalid('num_of_item')
  }
  const ipnUrl = form.has('ipn_url') ? address(form, 'ipn_url') : undefined
  return {
    tranId: read(form, 'tran_id'),
    ...money(form),
    successUrl: address(form, 'success_url'),
    failUrl: address(form, 'fail_url'),
    cancelUrl: address(form, 'cancel_url'),
    ...(ipnUrl === undefined ? {} : { ipnUrl }),
    productName: read(form, 'product_name'),
    values: {
      value_a: read(form, 'value_a'),
      value_b: read(form, 'value_b'),
      value_c: read(form, 'value_c'),
      value_d: read(form, 'value_d'),
    },
  }
}

function money(form: URLSearchParams) {
  const currency = read(form, 'currency')
  const rate = RATES[currency]
  if (rate === undefined) throw invalid('currency')
  const currencyMinor = parseTaka(form.get('total_amount'))
  if (currencyMinor === undefined) throw invalid('total_amount')
  const amountPoisha = Math.round((currencyMinor * rate) / 10_000)
  if (amountPoisha < SMALLEST_POISHA || amountPoisha > LARGEST_POISHA) {
    throw new SessionRefusal("'total_amount' must be from 10.00 BDT to 500000.00 BDT.")
  }
  return { currency, rate, currencyMinor, amountPoisha }
}

function requireFilled(form: URLSearchParams, fields: readonly string[]): void {
  for (const field of fields) {
    if (read(form, field).trim() === '') {
      throw new SessionRefusal(`Invalid Information! '${field}' is missing or empty.`)
    }
  }
}

function requireOneOf(form: URLSearchParams, field: string, allowed: readonly string[]): void {
  if (!allowed.includes(read(form, field))) throw invalid(field)
}

function address(form: URLSearchParams, field: string): string {
  const value = read(form, field)
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw invalid(field)
  return value
}

function read(form: URLSearchParams, field: string): string {
  return form.get(field) ?? ''
}

function invalid(field: string): SessionRefusal {
  return new SessionRefusal(`Invalid Information! '${field}' is not valid.`)
}

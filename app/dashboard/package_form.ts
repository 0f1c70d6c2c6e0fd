import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { Money } from '#core/money'
import { ONE_LINE } from '#core/one_line'
import { octets, type Octets } from '#core/octets'

const DAY = 86_400
const VALIDITY_SECONDS = { minutes: 60, hours: 3600, days: DAY, months: 30 * DAY }
const DATA_OCTETS = { MB: 1024 ** 2, GB: 1024 ** 3 }
const MONTHS_AT_MOST = 24

const mbps = () => vine.number().range([0.064, 10_000])

/** What the package form sends: amounts with units, as people say them. */
export const packageValidator = vine.create({
  customer_type: vine.enum(['hotspot', 'pppoe'] as const).optional(),
  name: vine.string().trim().minLength(2).maxLength(60).regex(ONE_LINE),
  price: vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,4})?$/),
  validity_value: vine.number().withoutDecimals().range([1, 5000]),
  validity_unit: vine.enum(['minutes', 'hours', 'days', 'months'] as const),
  until_midnight: vine.accepted().optional(),
  download_mbps: mbps(),
  upload_mbps: mbps(),
  burst_download_mbps: mbps().optional().nullable(),
  burst_upload_mbps: mbps().optional().nullable(),
  burst_seconds: vine.number().withoutDecimals().range([1, 600]).optional().nullable(),
  data_value: vine.number().range([0.001, 1_000_000]).nullable(),
  data_unit: vine.enum(['MB', 'GB'] as const),
  device_limit: vine.number().withoutDecimals().range([1, 20]).optional(),
  is_trial: vine.accepted().optional(),
  active: vine.accepted().optional(),
  position: vine.number().withoutDecimals().range([0, 10_000]).optional(),
})

export type PackageInput = Infer<typeof packageValidator>

/** @throws InvalidMoney when the price has more decimals than the currency */
export function packageFrom(input: PackageInput, currency: string) {
  const isTrial = isTicked(input.is_trial)
  return {
    customerType: input.customer_type ?? ('hotspot' as const),
    name: input.name,
    priceMinor: isTrial ? 0 : Money.parse(input.price, currency).minor,
    currency,
    validitySeconds: input.validity_value * VALIDITY_SECONDS[input.validity_unit],
    validityMonths: input.validity_unit === 'months' ? input.validity_value : null,
    untilMidnight: isTicked(input.until_midnight),
    downloadBps: bitsPerSecond(input.download_mbps),
    uploadBps: bitsPerSecond(input.upload_mbps),
    ...burstFrom(input),
    octetsLimit: dataOctets(input.data_value, input.data_unit),
    deviceLimit: input.device_limit ?? 1,
    isTrial,
    active: isTicked(input.active),
    ...(input.position !== undefined && { position: input.position }),
  }
}

/** Fields that do not go together, each with its message (resources/lang, recharge.package). */
export function packageProblems(input: PackageInput): Record<string, string> {
  return {
    ...(isGivenAway(input) && { price: 'dashboard.price_needed' }),
    ...(input.validity_unit === 'months' &&
      input.validity_value > MONTHS_AT_MOST && {
        validity_value: 'recharge.package.too_many_months',
      }),
    ...(isTicked(input.is_trial) &&
      input.customer_type === 'pppoe' && { is_trial: 'recharge.package.trial_is_hotspot' }),
    ...burstProblems(input),
  }
}

/** A router bursts in both directions, for a time, above the speed, or not at all. */
function burstProblems(input: PackageInput): Record<string, string> {
  const burst = {
    burst_download_mbps: input.burst_download_mbps ?? null,
    burst_upload_mbps: input.burst_upload_mbps ?? null,
    burst_seconds: input.burst_seconds ?? null,
  }
  const entries = Object.entries(burst)
  if (entries.every(([, value]) => value === null)) return {}

  const missing = entries.filter(([, value]) => value === null)
  if (missing.length > 0) {
    return Object.fromEntries(missing.map(([name]) => [name, 'recharge.package.burst_incomplete']))
  }
  const tooSlow = (value: number | null, speed: number) =>
    value !== null && bitsPerSecond(value) <= bitsPerSecond(speed)
  const message = 'recharge.package.burst_too_slow'
  return {
    ...(tooSlow(burst.burst_download_mbps, input.download_mbps) && {
      burst_download_mbps: message,
    }),
    ...(tooSlow(burst.burst_upload_mbps, input.upload_mbps) && { burst_upload_mbps: message }),
  }
}

function burstFrom(input: PackageInput) {
  return {
    burstDownloadBps: input.burst_download_mbps ? bitsPerSecond(input.burst_download_mbps) : null,
    burstUploadBps: input.burst_upload_mbps ? bitsPerSecond(input.burst_upload_mbps) : null,
    burstSeconds: input.burst_seconds ?? null,
  }
}

/** A box that was accepted is its value, whatever vine's type says; one left empty is not sent. */
function isTicked(box: unknown): boolean {
  return box !== undefined
}

/** Nothing is sold for nothing: no gateway takes such a payment. */
function isGivenAway({ is_trial: isTrial, price }: PackageInput): boolean {
  return !isTicked(isTrial) && Number(price) === 0
}

/** To whole kilobits, which is what a router's rate can say. */
function bitsPerSecond(rate: number): number {
  return Math.round(rate * 1000) * 1000
}

/** Nothing entered is unlimited. */
function dataOctets(value: number | null, unit: keyof typeof DATA_OCTETS): Octets | null {
  return value === null ? null : octets(Math.round(value * DATA_OCTETS[unit]))
}

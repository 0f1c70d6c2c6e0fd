import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { Money } from '#core/money'
import { ONE_LINE } from '#core/one_line'
import { octets, type Octets } from '#core/octets'
import { isTicked } from '#tenancy/http/is_ticked'

const VALIDITY_SECONDS = { minutes: 60, hours: 3600, days: 86_400 }
const DATA_OCTETS = { MB: 1024 ** 2, GB: 1024 ** 3 }

/** What the package form sends: amounts with units, as people say them. */
export const packageValidator = vine.create({
  name: vine.string().trim().minLength(2).maxLength(60).regex(ONE_LINE),
  price: vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,4})?$/),
  validity_value: vine.number().withoutDecimals().range([1, 5000]),
  validity_unit: vine.enum(['minutes', 'hours', 'days'] as const),
  download_mbps: vine.number().range([0.064, 10_000]),
  upload_mbps: vine.number().range([0.064, 10_000]),
  data_value: vine.number().range([0.001, 1_000_000]).nullable(),
  data_unit: vine.enum(['MB', 'GB'] as const),
  is_trial: vine.accepted().optional(),
  active: vine.accepted().optional(),
  position: vine.number().withoutDecimals().range([0, 10_000]).optional(),
})

/** @throws InvalidMoney when the price has more decimals than the currency */
export function packageFrom(input: Infer<typeof packageValidator>, currency: string) {
  const isTrial = isTicked(input.is_trial)
  return {
    customerType: 'hotspot' as const,
    name: input.name,
    priceMinor: isTrial ? 0 : Money.parse(input.price, currency).minor,
    currency,
    validitySeconds: input.validity_value * VALIDITY_SECONDS[input.validity_unit],
    downloadBps: bitsPerSecond(input.download_mbps),
    uploadBps: bitsPerSecond(input.upload_mbps),
    octetsLimit: dataOctets(input.data_value, input.data_unit),
    isTrial,
    active: isTicked(input.active),
    ...(input.position !== undefined && { position: input.position }),
  }
}

/** Nothing is sold for nothing: no gateway takes such a payment. */
export function isGivenAway({ is_trial: isTrial, price }: Infer<typeof packageValidator>): boolean {
  return !isTicked(isTrial) && Number(price) === 0
}

/** To whole kilobits, which is what a router's rate can say. */
function bitsPerSecond(mbps: number): number {
  return Math.round(mbps * 1000) * 1000
}

/** Nothing entered is unlimited. */
function dataOctets(value: number | null, unit: keyof typeof DATA_OCTETS): Octets | null {
  return value === null ? null : octets(Math.round(value * DATA_OCTETS[unit]))
}

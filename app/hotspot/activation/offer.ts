import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { octets } from '#core/octets'
import type Package from '#hotspot/packages/package'

const schema = vine.create({
  packageId: vine.number().nullable(),
  name: vine.string(),
  priceMinor: vine.number().min(0),
  currency: vine.string().fixedLength(3),
  validitySeconds: vine.number().positive(),
  downloadBps: vine.number().positive(),
  uploadBps: vine.number().positive(),
  octetsLimit: vine.string().regex(/^\d+$/).nullable(),
})

/** A package as it was when the customer chose it: what is bought, whatever happens to the package. */
export type Offer = Infer<typeof schema>

export function offerOf(chosen: Package): Offer {
  return {
    packageId: chosen.id,
    name: chosen.name,
    priceMinor: chosen.priceMinor,
    currency: chosen.currency,
    validitySeconds: chosen.validitySeconds,
    downloadBps: chosen.downloadBps,
    uploadBps: chosen.uploadBps,
    octetsLimit: chosen.octetsLimit === null ? null : chosen.octetsLimit.toString(),
  }
}

/** Reads an offer back from a payment intent. */
export function readOffer(stored: unknown): Promise<Offer> {
  return schema.validate(stored)
}

export const offerOctets = (offer: Offer) =>
  offer.octetsLimit === null ? null : octets(offer.octetsLimit)

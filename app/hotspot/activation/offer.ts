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
  validityMonths: vine.number().positive().nullable().optional(),
  untilMidnight: vine.boolean().optional(),
  burstDownloadBps: vine.number().positive().nullable().optional(),
  burstUploadBps: vine.number().positive().nullable().optional(),
  burstSeconds: vine.number().positive().nullable().optional(),
  deviceLimit: vine.number().positive().optional(),
})

/** A package as it was when the customer chose it: what is bought, whatever happens to the package. */
export type Offer = Required<Infer<typeof schema>>

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
    validityMonths: chosen.validityMonths,
    untilMidnight: chosen.untilMidnight,
    burstDownloadBps: chosen.burstDownloadBps,
    burstUploadBps: chosen.burstUploadBps,
    burstSeconds: chosen.burstSeconds,
    deviceLimit: chosen.deviceLimit,
  }
}

/** Reads an offer back; one that was stored before packages could do a thing does without it. */
export async function readOffer(stored: unknown): Promise<Offer> {
  const offer = await schema.validate(stored)
  return {
    ...offer,
    validityMonths: offer.validityMonths ?? null,
    untilMidnight: offer.untilMidnight ?? false,
    burstDownloadBps: offer.burstDownloadBps ?? null,
    burstUploadBps: offer.burstUploadBps ?? null,
    burstSeconds: offer.burstSeconds ?? null,
    deviceLimit: offer.deviceLimit ?? 1,
  }
}

export const offerOctets = (offer: Offer) =>
  offer.octetsLimit === null ? null : octets(offer.octetsLimit)

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { DateTime } from 'luxon'
import env from '#start/env'

/** How long a link leads to its payment. */
export const LINK_HOURS = 3

/** Eighty bits: short enough for an SMS, too many to be tried over a network. */
const SIGNATURE_DIGITS = 20
const TOKEN = /^([0-9a-z]{1,11})\.([0-9a-z]{1,7})\.([0-9a-f]{20})$/

/**
 * What names a payment in a link that its customer may open on any device and network. It is
 * signed, holds for LINK_HOURS and for this tenant, and does not tell the payment's reference.
 */
export function paymentLinkToken(tenantId: number, intentId: number, now: DateTime): string {
  const until = Math.ceil(now.plus({ hours: LINK_HOURS }).toSeconds() / 60).toString(36)
  const id = intentId.toString(36)
  return `${id}.${until}.${signature(tenantId, id, until)}`
}

/** @returns the payment's id, or null for what is forged, another tenant's or too old */
export function readPaymentLink(tenantId: number, token: string, now: DateTime): number | null {
  const [, id = '', until = '', signed = ''] = TOKEN.exec(token) ?? []
  const expected = Buffer.from(signature(tenantId, id, until))
  const given = Buffer.from(signed)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return now.toSeconds() < Number.parseInt(until, 36) * 60 ? Number.parseInt(id, 36) : null
}

function signature(tenantId: number, id: string, until: string): string {
  return createHmac('sha256', env.get('APP_KEY').release())
    .update(`payment link:${tenantId}:${id}:${until}`)
    .digest('hex')
    .slice(0, SIGNATURE_DIGITS)
}

import type { DateTime } from 'luxon'

/** Timestamps of Daraja are Kenyan time (EAT), which knows no summer time: 20260607130000. */
export function darajaTime(moment: DateTime): string {
  return moment.setZone('Africa/Nairobi').toFormat('yyyyMMddHHmmss')
}

/** Daraja "M-Pesa Express": base64 of short code, passkey and timestamp. */
export function darajaPassword(shortcode: string, passkey: string, timestamp: string): string {
  return Buffer.from(`${shortcode}${passkey}${timestamp}`).toString('base64')
}

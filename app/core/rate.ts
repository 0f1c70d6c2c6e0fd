import { numberFormat } from '#core/number_format'
/** Bits per second, as the customer sees them. */
export interface Speed {
  downloadBps: number
  uploadBps: number
}

/** A higher speed for the first seconds of a load, where the package has one. */
export interface Burst {
  burstDownloadBps: number | null
  burstUploadBps: number | null
  burstSeconds: number | null
}

/**
 * Mikrotik-Rate-Limit is written from the router's side: rx/tx, which is the
 * client's upload/download (MikroTik manual, RADIUS). A burst adds its rates,
 * the threshold (the package's own rate) and its time: "5M/10M 8M/16M 5M/10M 10/10".
 */
export function mikrotikRateLimit(speed: Speed & Partial<Burst>): string {
  const own = `${rate(speed.uploadBps)}/${rate(speed.downloadBps)}`
  const { burstDownloadBps, burstUploadBps, burstSeconds } = speed
  if (!burstDownloadBps || !burstUploadBps || !burstSeconds) return own

  const burst = `${rate(burstUploadBps)}/${rate(burstDownloadBps)}`
  return `${own} ${burst} ${own} ${burstSeconds}/${burstSeconds}`
}

/** For people: "10 Mbps". */
export function formatBps(bps: number, locale = 'en'): string {
  const [value, unit] = bps >= 1_000_000 ? [bps / 1_000_000, 'Mbps'] : [bps / 1000, 'kbps']
  const number = numberFormat(locale, { maximumFractionDigits: 1, useGrouping: false })
  return `${number.format(value)} ${unit}`
}

function rate(bps: number): string {
  if (!Number.isSafeInteger(bps) || bps <= 0) throw new RangeError('A rate is a positive integer')
  if (bps % 1_000_000 === 0) return `${bps / 1_000_000}M`
  if (bps % 1000 === 0) return `${bps / 1000}k`
  return String(bps)
}

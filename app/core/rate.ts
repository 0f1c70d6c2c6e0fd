/** Bits per second, as the customer sees them. */
export interface Speed {
  downloadBps: number
  uploadBps: number
}

/**
 * Mikrotik-Rate-Limit is written from the router's side: rx/tx, which is the
 * client's upload/download (MikroTik manual, RADIUS).
 */
export function mikrotikRateLimit({ downloadBps, uploadBps }: Speed): string {
  return `${rate(uploadBps)}/${rate(downloadBps)}`
}

/** For people: "10 Mbps". */
export function formatBps(bps: number, locale = 'en'): string {
  const [value, unit] = bps >= 1_000_000 ? [bps / 1_000_000, 'Mbps'] : [bps / 1000, 'kbps']
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false })
  return `${number.format(value)} ${unit}`
}

function rate(bps: number): string {
  if (!Number.isSafeInteger(bps) || bps <= 0) throw new RangeError('A rate is a positive integer')
  if (bps % 1_000_000 === 0) return `${bps / 1_000_000}M`
  if (bps % 1000 === 0) return `${bps / 1000}k`
  return String(bps)
}

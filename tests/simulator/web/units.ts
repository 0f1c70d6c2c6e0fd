/** `1.5 GB` (1024-based, as packages are sold), `12 kB`. */
export function readableOctets(octets: bigint): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = Number(octets)
  let unit = 0
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024
  return `${value >= 100 || unit === 0 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`
}

/** `20 Mbps`. 0 is unlimited. */
export function readableRate(bitsPerSecond: number): string {
  if (bitsPerSecond === 0) return 'unlimited'
  if (bitsPerSecond >= 1e6) return `${Number((bitsPerSecond / 1e6).toFixed(1))} Mbps`
  return `${Number((bitsPerSecond / 1e3).toFixed(1))} kbps`
}

/** `2 d 3 h`, `5 min 12 s`. */
export function readableSeconds(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const from = parts.findIndex(([amount]) => amount > 0)
  if (from < 0) return '0 s'
  return parts
    .slice(from, from + 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}

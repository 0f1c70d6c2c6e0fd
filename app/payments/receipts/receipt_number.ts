const DIGITS = 6

/**
 * A receipt's number as it is printed: "GN-000123" for receipt 123 of GreenNet.
 * The letters only help people to tell papers apart; the number alone is unique
 * and gapless within the tenant.
 */
export function receiptNumber(no: number, tenant: { name: string; slug: string }): string {
  return `${initials(tenant.name) || initials(tenant.slug)}-${String(no).padStart(DIGITS, '0')}`
}

/** Latin initials of words and humps, three at most: "GreenNet Wi-Fi" is GNW. */
function initials(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z']+/)
    .filter(Boolean)
  return words
    .slice(0, 3)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}

/** A device's MAC, upper case with colons: the RADIUS User-Name of that device. */
export type MacAddress = string & { readonly __brand: 'MacAddress' }

const PLAIN = /^[0-9A-F]{12}$/

/**
 * Reads AA:BB:CC:DD:EE:FF, aa-bb-cc-dd-ee-ff, aabb.ccdd.eeff and aabbccddeeff.
 *
 * @returns null for anything else, and for group addresses, which no device has
 */
export function parseMacAddress(input: string): MacAddress | null {
  if (input.length > 17) return null
  const plain = input.toUpperCase().replace(/[:\-.]/g, '')
  if (!PLAIN.test(plain) || plain === '000000000000' || isGroup(plain)) return null
  return (plain.match(/../g) ?? []).join(':') as MacAddress
}

/**
 * Phones make up an address per network (locally administered bit, IEEE 802):
 * the second hex digit is 2, 6, A or E.
 */
export function isRandomised(mac: MacAddress): boolean {
  return '26AE'.includes(mac.charAt(1))
}

function isGroup(plain: string): boolean {
  return (Number.parseInt(plain.slice(0, 2), 16) & 1) === 1
}

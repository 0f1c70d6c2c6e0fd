import { randomBytes } from 'node:crypto'

const VENDOR = [0x3c, 0x5a, 0xb4]

/** A MAC of a phone maker, or a locally administered one as phones invent for each network. */
export function inventMac(randomised: boolean): string {
  const octets = randomBytes(6)
  if (randomised) octets[0] = ((octets[0] ?? 0) & 0xfc) | 0x02
  else VENDOR.forEach((octet, index) => (octets[index] = octet))
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join(':')
}

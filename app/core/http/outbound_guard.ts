import { BlockList, isIP } from 'node:net'
import { InvalidNetwork } from './outbound_errors.js'

/**
 * Networks that are not the public internet's unicast space (IANA special-purpose
 * address registries, RFC 6890 and later; multicast and class E besides).
 */
const SPECIAL_PURPOSE =
  `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
  192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24
  198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
  ::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20
  5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8
`.match(/\S+/g) ?? []

/**
 * May we connect to an address an operator gave us? Only to public ones, lest
 * somebody reads our own networks through us (SSRF). For names, ask for every
 * address the name resolves to, and connect to the one that was asked for.
 */
export class OutboundGuard {
  readonly #special = networks(SPECIAL_PURPOSE)
  readonly #allowed: BlockList

  /**
   * @param allowed networks in CIDR notation that may be reached besides public ones
   * @throws InvalidNetwork
   */
  constructor(allowed: readonly string[] = []) {
    this.#allowed = networks(allowed)
  }

  /** From a comma list such as "127.0.0.0/8, fd00::/8". @throws InvalidNetwork */
  static fromList(list = ''): OutboundGuard {
    return new OutboundGuard(
      list
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean)
    )
  }

  /** False for anything that is not an IP address, too. IPv4 in IPv6 counts as that IPv4. */
  permits(address: string): boolean {
    const family = familyOf(address)
    if (!family) return false
    return this.#allowed.check(address, family) || !this.#special.check(address, family)
  }
}

function networks(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', prefix = '', ...rest] = cidr.split('/')
    const family = familyOf(address)
    const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
    if (!family || rest.length > 0 || !(bits <= (family === 'ipv4' ? 32 : 128))) {
      throw new InvalidNetwork(cidr)
    }
    list.addSubnet(address, bits, family)
  }
  return list
}

/** A zone ("fe80::1%eth0") names one of our own interfaces, and would slip past the list. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = address.includes('%') ? 0 : isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined
}

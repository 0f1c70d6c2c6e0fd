import { BlockList, isIP } from 'node:net'

/** IPv4 written as IPv6 (RFC 4291 §2.5.5.2), as sockets that listen on both have it. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i

/** Addresses and networks of both families that somebody wrote down. */
export class Networks {
  readonly #list = new BlockList()

  /** @param networks as parseNetworks returns them */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', bits] = network.replace(MAPPED, '').split('/')
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      this.#list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
    }
  }

  /** IPv4 within IPv6 counts as that IPv4. @returns false for what is no address, too */
  holds(ip: string): boolean {
    const address = ip.replace(MAPPED, '').replace(/%.*$/, '')
    const family = isIP(address)
    return family !== 0 && this.#list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

/**
 * Reads addresses and networks, one a line or with commas between.
 *
 * @returns null when one of them is neither, or there are more than `most`
 */
export function parseNetworks(typed: string, most = Infinity): string[] | null {
  const words = typed.split(/[\s,]+/).filter(Boolean)
  return words.length <= most && words.every(isNetwork) ? words : null
}

function isNetwork(word: string): boolean {
  const [address = '', bits, ...more] = word.split('/')
  const family = address.includes('%') ? 0 : isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}
